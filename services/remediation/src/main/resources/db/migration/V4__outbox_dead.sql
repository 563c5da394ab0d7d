-- Messages that Kafka never takes as they are: put aside, so that what is behind them goes on.
CREATE TABLE outbox_dead (
  id bigint PRIMARY KEY,
  topic text NOT NULL,
  record_key text NOT NULL,
  ce_id text NOT NULL,
  ce_type text NOT NULL,
  ce_source text NOT NULL,
  ce_time timestamptz NOT NULL,
  payload jsonb NOT NULL,
  reason text NOT NULL,
  dead_at timestamptz NOT NULL,
  overtaken_by text,
  replayed_at timestamptz
);
CREATE INDEX outbox_dead_by_key ON outbox_dead (topic, record_key) WHERE replayed_at IS NULL;
COMMENT ON COLUMN outbox_dead.id IS 'That of the row in outbox.';
COMMENT ON COLUMN outbox_dead.overtaken_by IS 'ce_id of the first later message with this topic and key that went to Kafka.';
