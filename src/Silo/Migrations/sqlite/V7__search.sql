-- Members are listed and searched in the order of an index, whatever the filter: a page costs what it holds, not what the organization does.
--
-- Every index ends with the id, so that its order is total, and begins with all that a filter can fix. A row of directory_member_roles
-- repeats what of its member is searched, so that a filter by role has such indexes, too.

DROP INDEX directory_members_by_username;
DROP INDEX directory_members_by_email;
DROP INDEX directory_members_by_display_key;

-- As many characters as SearchKey keeps.
UPDATE directory_members SET display_key = substr(display_key, 1, 256) WHERE length(display_key) > 256;

CREATE INDEX directory_members_by_username ON directory_members (organization_id, is_active, username, user_id);
CREATE INDEX directory_members_by_email ON directory_members (organization_id, is_active, primary_email, user_id);
CREATE INDEX directory_members_by_display_key ON directory_members (organization_id, is_active, display_key, user_id);

ALTER TABLE directory_member_roles RENAME TO directory_member_roles_before;
DROP INDEX directory_member_roles_by_role;

CREATE TABLE directory_member_roles (
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  role            TEXT NOT NULL,
  username        TEXT NOT NULL,
  primary_email   TEXT NOT NULL,
  display_key     TEXT,
  is_active       INTEGER NOT NULL,
  PRIMARY KEY (organization_id, user_id, role)
) STRICT;

INSERT INTO directory_member_roles (organization_id, user_id, role, username, primary_email, display_key, is_active)
SELECT r.organization_id, r.user_id, r.role, m.username, m.primary_email, m.display_key, m.is_active
FROM directory_member_roles_before r JOIN directory_members m USING (organization_id, user_id);

DROP TABLE directory_member_roles_before;

CREATE INDEX directory_member_roles_by_username ON directory_member_roles (organization_id, role, is_active, username, user_id);
CREATE INDEX directory_member_roles_by_email ON directory_member_roles (organization_id, role, is_active, primary_email, user_id);
CREATE INDEX directory_member_roles_by_display_key ON directory_member_roles (organization_id, role, is_active, display_key, user_id);

-- Who has a role and may use it: active members and the accounts of OAuth clients. What a search for subjects reads.
CREATE TABLE directory_role_holders (
  organization_id TEXT NOT NULL,
  role            TEXT NOT NULL,
  resource        TEXT NOT NULL, -- the object it is limited to, type/id; empty for the whole organization
  user_id         TEXT NOT NULL,
  expires_at      TEXT,
  PRIMARY KEY (organization_id, role, resource, user_id)
) STRICT;

CREATE INDEX directory_role_holders_by_user ON directory_role_holders (organization_id, user_id);

INSERT INTO directory_role_holders (organization_id, role, resource, user_id)
SELECT organization_id, role, '', user_id FROM directory_member_roles WHERE is_active;

-- What roles a client has is in the log alone: its newest entry names them, but for those deleted since.
INSERT INTO directory_role_holders (organization_id, role, resource, user_id)
SELECT DISTINCT c.organization_id, role.value, '', c.client_id
FROM directory_clients c
JOIN organization_log l ON l.organization_id = c.organization_id AND l.revision = (
  SELECT max(n.revision) FROM organization_log n
  WHERE n.organization_id = c.organization_id AND n.target = lower(c.client_id) AND n.command LIKE 'client.%' AND n.after IS NOT NULL)
JOIN json_each(l.after, '$.roles') role
WHERE NOT EXISTS (
  SELECT 1 FROM organization_log d
  WHERE d.organization_id = c.organization_id AND d.command = 'role.delete' AND d.target = role.value AND d.revision > l.revision);
