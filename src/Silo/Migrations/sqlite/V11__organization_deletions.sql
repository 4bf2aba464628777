-- Organizations that are deleted, until nothing is left of them but their row and their log.

CREATE TABLE organization_deletions (
  organization_id TEXT PRIMARY KEY,
  deleted_at      TEXT NOT NULL
) STRICT;
