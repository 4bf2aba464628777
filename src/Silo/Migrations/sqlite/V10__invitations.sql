-- Which invitations of an organization wait, at most one for an address. Written by an organization for its own rows only.

CREATE TABLE directory_invitations (
  organization_id TEXT NOT NULL,
  invitation_id   TEXT NOT NULL,
  email           TEXT NOT NULL,
  role            TEXT NOT NULL,
  invited_by      TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  PRIMARY KEY (organization_id, invitation_id)
) STRICT;

CREATE UNIQUE INDEX directory_invitations_by_email ON directory_invitations (organization_id, email);
