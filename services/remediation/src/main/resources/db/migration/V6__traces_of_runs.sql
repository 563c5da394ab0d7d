ALTER TABLE run ADD COLUMN traceparent text;
COMMENT ON COLUMN run.traceparent IS 'Of the newest verdict that asked for this, as its record said.';
