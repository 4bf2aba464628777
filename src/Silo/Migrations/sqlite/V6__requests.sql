-- What organizations have executed and may be sent again: a request is looked up here in the turn that would execute it.
-- Written by an organization for its own rows only, with the entry that executed the request; deleted after a day.

CREATE TABLE organization_requests (
  organization_id TEXT NOT NULL,
  request_id      TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  answer          TEXT NOT NULL,
  time            TEXT NOT NULL,
  PRIMARY KEY (organization_id, request_id)
) STRICT;

CREATE INDEX organization_requests_by_time ON organization_requests (time);

-- Answers that nobody is given any more are deleted by the time they were stored.

CREATE INDEX OrleansStorage_Idempotency ON OrleansStorage (ModifiedOn) WHERE GrainTypeString = 'idempotency';
