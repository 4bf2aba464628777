-- Which OAuth clients an organization has; what they are is in their grains. Written by an organization for its own rows only.

CREATE TABLE directory_clients (
  organization_id uuid NOT NULL,
  client_id       uuid NOT NULL,
  name            text NOT NULL,
  created_at      timestamptz NOT NULL,
  revision        bigint NOT NULL,
  PRIMARY KEY (organization_id, client_id)
);
