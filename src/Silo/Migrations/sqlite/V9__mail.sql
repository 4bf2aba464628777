-- Mail that is to be sent. A row names what it is about and holds no secret; it goes when the mail is sent or given up.

CREATE TABLE mail_outbox (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL,
  subject_id      TEXT,
  recipient       TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  attempts        INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL
) STRICT;

CREATE INDEX mail_outbox_by_next_attempt ON mail_outbox (next_attempt_at);
