-- Who gave a message to the outbox again.
ALTER TABLE outbox_dead ADD COLUMN replayed_by text;
COMMENT ON COLUMN outbox_dead.replayed_by IS 'Subject of the token; null for what was replayed before this column came.';
