-- Mail that is to be sent. A row names what it is about and holds no secret; it goes when the mail is sent or given up.

CREATE TABLE mail_outbox (
  id              uuid PRIMARY KEY,
  kind            text NOT NULL,
  subject_id      uuid,
  recipient       text NOT NULL,
  created_at      timestamptz NOT NULL,
  attempts        integer NOT NULL,
  next_attempt_at timestamptz NOT NULL
);

CREATE INDEX mail_outbox_by_next_attempt ON mail_outbox (next_attempt_at);
