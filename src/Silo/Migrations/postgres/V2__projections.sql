-- What is listed and searched without loading grains. Written by an organization for its own rows only.
--
-- COLLATE "C" is ordinal order, as everywhere else in the system; under it a plain index also serves prefixes.

CREATE TABLE organization_log (
  organization_id uuid NOT NULL,
  revision        bigint NOT NULL,
  time            timestamptz NOT NULL,
  actor_id        uuid,
  command         text NOT NULL,
  target          text NOT NULL,
  before          text,
  after           text,
  PRIMARY KEY (organization_id, revision)
);

CREATE TABLE directory_members (
  organization_id uuid NOT NULL,
  user_id         uuid NOT NULL,
  username        text COLLATE "C" NOT NULL,
  primary_email   text COLLATE "C" NOT NULL,
  display_name    text,
  display_key     text COLLATE "C",
  is_active       boolean NOT NULL,
  joined_at       timestamptz NOT NULL,
  revision        bigint NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);

CREATE INDEX directory_members_by_username ON directory_members (organization_id, username);
CREATE INDEX directory_members_by_email ON directory_members (organization_id, primary_email);
CREATE INDEX directory_members_by_display_key ON directory_members (organization_id, display_key);

CREATE TABLE directory_member_roles (
  organization_id uuid NOT NULL,
  user_id         uuid NOT NULL,
  role            text COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, user_id, role)
);

CREATE INDEX directory_member_roles_by_role ON directory_member_roles (organization_id, role, user_id);
