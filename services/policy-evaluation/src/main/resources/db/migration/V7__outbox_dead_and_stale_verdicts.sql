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

-- One small row for each VM: built in a moment.
CREATE INDEX verdict_by_valid_until ON verdict ((body ->> 'validUntil') COLLATE "C") WHERE body ->> 'validUntil' IS NOT NULL;

-- How many VMs have a verdict that should have been worked out again before an instant, and since when the first of them: its mark is due,
-- or its time is over and there is no mark. The text of the instant, rounded up to seconds, is there for the index: texts of instants
-- with and without fractions are in order but for a second.
CREATE FUNCTION stale_verdicts(p_before timestamptz, p_before_text text) RETURNS TABLE (vms bigint, oldest timestamptz) LANGUAGE sql STABLE AS $$
  SELECT count(DISTINCT s.vm_id), min(s.since) FROM (
    SELECT m.vm_id, m.due_at AS since FROM mark m WHERE m.due_at <= p_before
    UNION ALL
    SELECT v.vm_id, (v.body ->> 'validUntil')::timestamptz FROM verdict v
    WHERE v.body ->> 'validUntil' IS NOT NULL AND (v.body ->> 'validUntil') COLLATE "C" <= p_before_text
      AND (v.body ->> 'validUntil')::timestamptz <= p_before
  ) s
$$;
