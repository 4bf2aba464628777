-- Which OAuth clients an organization has; what they are is in their grains. Written by an organization for its own rows only.

CREATE TABLE directory_clients (
  organization_id TEXT NOT NULL,
  client_id       TEXT NOT NULL,
  name            TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  PRIMARY KEY (organization_id, client_id)
) STRICT;
