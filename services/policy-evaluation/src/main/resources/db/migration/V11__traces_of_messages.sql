-- To which trace a message belongs: "traceparent" of W3C Trace Context (level 1, section 3.2). Null where nobody traces.
--
-- What a transaction writes takes it from settings that are the transaction's own, so that no function has to hand it on. A column without a
-- default is added in a moment, however many rows there are; a default that is set after is for new rows only. Each of the tables that many
-- wait for is changed by a migration, and so a transaction, of its own.

SELECT lock_briefly('outbox');
ALTER TABLE outbox ADD COLUMN traceparent text;
ALTER TABLE outbox ALTER COLUMN traceparent SET DEFAULT nullif(current_setting('tagout.traceparent', true), '');
COMMENT ON COLUMN outbox.traceparent IS 'Of the step that caused the message.';

SELECT lock_briefly('outbox_dead');
ALTER TABLE outbox_dead ADD COLUMN traceparent text;

-- For the FROM of a statement that calls another function: what that writes in this transaction belongs to the trace.
CREATE FUNCTION trace_told(p_traceparent text) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('tagout.traceparent', coalesce(p_traceparent, ''), true);
  RETURN 1;
END
$$;

-- The verdicts that become due by it do, too. Not for a verdict: when its time is over, the next one has another cause.
CREATE FUNCTION trace_all(p_traceparent text) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('tagout.traceparent', coalesce(p_traceparent, ''), true);
  PERFORM set_config('tagout.mark_traceparent', coalesce(p_traceparent, ''), true);
  RETURN 1;
END
$$;
