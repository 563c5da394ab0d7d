-- How long decisions are kept is the owner's to say: the application asks to drop what is older than it thinks, and gets no more than this.

CREATE TABLE record_keep (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  keep interval NOT NULL CHECK (keep >= interval '30 days')
);
INSERT INTO record_keep (keep) VALUES ('400 days');
COMMENT ON TABLE record_keep IS 'One row: so long decisions are kept at least. tagout.policy.record.keep, written by who migrates, after each start; the application may read it.';

-- Drops the oldest partition when all of its ids are from before this instant and all of its rows are sealed, and says which; null when there
-- is none. What it drops becomes an entry of the record. What is younger than record_keep says is never dropped, whoever asks, by the database's
-- own clock; one that is an hour ahead of it at the most gets what there is to get.
CREATE OR REPLACE FUNCTION drop_decision_partition(p_before timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  v_keep CONSTANT interval := (SELECT keep FROM record_keep);
  v_before CONSTANT timestamptz := least(p_before, now() - v_keep);
  oldest decision_partition;
  held bigint;
  sealed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7824686604);
  IF v_before IS NULL OR v_before < p_before - interval '1 hour' THEN
    RAISE EXCEPTION 'decisions are kept for % at least', v_keep;
  END IF;
  SELECT * INTO oldest FROM decision_partition ORDER BY below LIMIT 1;
  IF oldest IS NULL OR oldest.below > uuid_floor(v_before) THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT count(*), count(e.id) FROM %I d LEFT JOIN seal_entry e ON e.source = ''decision'' AND e.id = d.id::text', oldest.name)
  INTO held, sealed;
  IF sealed < held THEN
    RAISE EXCEPTION '% has % decisions that are not sealed', oldest.name, held - sealed;
  END IF;
  SET LOCAL lock_timeout = '1s';
  EXECUTE format('ALTER TABLE decision DETACH PARTITION %I', oldest.name);
  -- Perhaps one came while they were counted.
  IF EXISTS (SELECT 1 FROM unsealed WHERE source = 'decision' AND id < oldest.below::text) THEN
    RAISE EXCEPTION '% has decisions that are not sealed', oldest.name;
  END IF;
  EXECUTE format('DROP TABLE %I', oldest.name);
  INSERT INTO retention (dropped, below, entries, dropped_at) VALUES ('decision', oldest.below::text, held, now());
  RETURN oldest.name;
END
$$;

-- They act with the rights of the owner: who may call them is said in afterMigrate.sql.
REVOKE EXECUTE ON FUNCTION drop_decision_partition(timestamptz), add_decision_partitions(timestamptz) FROM PUBLIC;
