-- What is listed and searched without loading grains. Written by an organization for its own rows only.
--
-- Ids and times are text, as the driver writes them; text compares by bytes, which is ordinal order.

CREATE TABLE organization_log (
  organization_id TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  time            TEXT NOT NULL,
  actor_id        TEXT,
  command         TEXT NOT NULL,
  target          TEXT NOT NULL,
  before          TEXT,
  after           TEXT,
  PRIMARY KEY (organization_id, revision)
) STRICT;

CREATE TABLE directory_members (
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  username        TEXT NOT NULL,
  primary_email   TEXT NOT NULL,
  display_name    TEXT,
  display_key     TEXT,
  is_active       INTEGER NOT NULL,
  joined_at       TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  PRIMARY KEY (organization_id, user_id)
) STRICT;

CREATE INDEX directory_members_by_username ON directory_members (organization_id, username);
CREATE INDEX directory_members_by_email ON directory_members (organization_id, primary_email);
CREATE INDEX directory_members_by_display_key ON directory_members (organization_id, display_key);

CREATE TABLE directory_member_roles (
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  role            TEXT NOT NULL,
  PRIMARY KEY (organization_id, user_id, role)
) STRICT;

CREATE INDEX directory_member_roles_by_role ON directory_member_roles (organization_id, role, user_id);
