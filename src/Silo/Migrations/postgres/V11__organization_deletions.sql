-- Organizations that are deleted, until nothing is left of them but their row and their log.

CREATE TABLE organization_deletions (
  organization_id uuid PRIMARY KEY,
  deleted_at      timestamptz NOT NULL
);
