-- Not hashed into the sealed record: it says where else to look, and is as true as the caller who sent it.
SELECT lock_briefly('decision');
ALTER TABLE decision ADD COLUMN trace_id text;
ALTER TABLE decision ALTER COLUMN trace_id SET DEFAULT nullif(substr(current_setting('tagout.traceparent', true), 4, 32), '');
COMMENT ON COLUMN decision.trace_id IS 'Of the request or event that it answers, as its sender said; null when there is none.';
