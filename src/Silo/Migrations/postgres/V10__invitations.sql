-- Which invitations of an organization wait, at most one for an address. Written by an organization for its own rows only.

CREATE TABLE directory_invitations (
  organization_id uuid NOT NULL,
  invitation_id   uuid NOT NULL,
  email           text COLLATE "C" NOT NULL,
  role            text COLLATE "C" NOT NULL,
  invited_by      uuid NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  revision        bigint NOT NULL,
  PRIMARY KEY (organization_id, invitation_id)
);

CREATE UNIQUE INDEX directory_invitations_by_email ON directory_invitations (organization_id, email);
