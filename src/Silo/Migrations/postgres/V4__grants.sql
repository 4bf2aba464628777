-- Grants that nobody can use any more are deleted by the time of their last change.

CREATE INDEX OrleansStorage_Grants ON OrleansStorage (ModifiedOn) WHERE GrainTypeString IN ('grant', 'user-code');
