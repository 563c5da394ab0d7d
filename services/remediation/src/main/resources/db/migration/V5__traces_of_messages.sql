-- To which trace a message belongs: "traceparent" of W3C Trace Context (level 1, section 3.2). Null where nobody traces. A column without a
-- default is added in a moment, however many rows there are.
ALTER TABLE outbox ADD COLUMN traceparent text;
ALTER TABLE outbox_dead ADD COLUMN traceparent text;
COMMENT ON COLUMN outbox.traceparent IS 'Of the step that caused the message.';
