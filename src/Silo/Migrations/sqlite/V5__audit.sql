-- The hash is lower-case hexadecimal; entries written before it was known have none.

ALTER TABLE organization_log ADD COLUMN request_id TEXT;
ALTER TABLE organization_log ADD COLUMN hash TEXT;

CREATE INDEX organization_log_by_actor ON organization_log (organization_id, actor_id, revision);
CREATE INDEX organization_log_by_target ON organization_log (organization_id, target, revision);
CREATE INDEX organization_log_by_command ON organization_log (organization_id, command, revision);
CREATE INDEX organization_log_by_time ON organization_log (organization_id, time);

-- How users' passwords were tried; the ids are ordered by time. Written in the background, the newest of a user are kept.

CREATE TABLE sign_in_events (
  user_id         TEXT NOT NULL,
  event_id        TEXT NOT NULL,
  time            TEXT NOT NULL,
  outcome         INTEGER NOT NULL,
  client          TEXT,
  organization_id TEXT,
  user_agent      TEXT,
  PRIMARY KEY (user_id, event_id)
) STRICT;
