-- Decisions by month, so that old ones can be dropped without deleting a row. The partitions are ranges of the id, a UUIDv7, which begins with
-- its time: so the id alone stays the key, and a decision is found by it in one partition.
--
-- Locks: reading all rows takes locks that let everybody read and write. Then ACCESS EXCLUSIVE on "decision", for some milliseconds, as the
-- rows and their indexes stay where they are. It is waited for a second at a time.

-- From V6 on each new decision is queued by the transaction that makes it; here come those from before.
INSERT INTO unsealed (source, id)
SELECT 'decision', d.id::text FROM decision d
WHERE NOT EXISTS (SELECT 1 FROM unsealed u WHERE u.source = 'decision' AND u.id = d.id::text)
ORDER BY d.id;

ALTER TABLE decision VALIDATE CONSTRAINT decision_first_bound;

SELECT lock_briefly('decision');

-- The new table's own comes with it when it is attached.
DROP TRIGGER seal_later ON decision;
ALTER TABLE decision RENAME TO decision_first;
ALTER TABLE decision_first RENAME CONSTRAINT decision_pkey TO decision_first_pkey;
ALTER INDEX decision_by_time RENAME TO decision_first_by_time;
ALTER INDEX decision_by_vm RENAME TO decision_first_by_vm;

CREATE TABLE decision (LIKE decision_first, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE INDEX decision_by_time ON decision (decided_at DESC, id DESC);
CREATE INDEX decision_by_vm ON decision (vm_id, decided_at DESC);
SELECT make_recorded('decision');

DO $$
DECLARE
  bound text := (SELECT substring(pg_get_constraintdef(oid) FROM '''([0-9a-f-]{36})''') FROM pg_constraint
                 WHERE conname = 'decision_first_bound' AND conrelid = 'decision_first'::regclass);
BEGIN
  -- The constraint proves that no row is beyond the bound, so none is read.
  EXECUTE format('ALTER TABLE decision ATTACH PARTITION decision_first FOR VALUES FROM (MINVALUE) TO (%L)', bound);
  ALTER TABLE decision_first DROP CONSTRAINT decision_first_bound;
END
$$;

-- Nothing is ever lost for want of a partition.
CREATE TABLE decision_rest PARTITION OF decision DEFAULT;
SELECT make_append_only('decision_rest');

-- The partitions with their bounds; the first has none below, the default one is not among them.
CREATE VIEW decision_partition AS
SELECT c.relname::text AS name,
  substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([0-9a-f-]{36})''\)')::uuid AS first,
  substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([0-9a-f-]{36})''\)')::uuid AS below
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'decision'::regclass AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT';

-- Adds the partitions of the months that are missing up to this instant, and says which. It does not wait for more than a second; what was
-- not done then is done the next time. With the rights of the owner: the application has none to change a table.
CREATE FUNCTION add_decision_partitions(p_until timestamptz) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '1s' AS $$
DECLARE
  added text[] := '{}';
  from_id uuid;
  from_time timestamptz;
  to_time timestamptz;
  part text;
BEGIN
  -- Not two replicas at a time.
  PERFORM pg_advisory_xact_lock(7824686604);
  SELECT p.below INTO from_id FROM decision_partition p ORDER BY p.below DESC LIMIT 1;
  LOOP
    from_time := to_timestamp(('x' || left(replace(from_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0);
    EXIT WHEN from_time > p_until;
    to_time := (date_trunc('month', from_time AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    part := 'decision_' || to_char(from_time AT TIME ZONE 'UTC', 'YYYY_MM');
    BEGIN
      -- Attached, and not made as a partition at once, which would lock out everybody who reads or writes decisions.
      EXECUTE format('CREATE TABLE %I (LIKE decision INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', part);
      PERFORM make_append_only(part);
      EXECUTE format('ALTER TABLE decision ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, from_id, uuid_floor(to_time));
      added := added || part;
    EXCEPTION WHEN check_violation THEN
      -- Decisions of that month are in "decision_rest" already, by a clock that was wrong. They stay there, and those of the month with them.
      RAISE WARNING 'no partition %: %', part, SQLERRM;
    END;
    from_id := uuid_floor(to_time);
  END LOOP;
  RETURN added;
END
$$;

-- Drops the oldest partition when all of its ids are from before this instant and all of its rows are sealed, and says which; null when there
-- is none. What it drops becomes an entry of the record. Younger than 30 days is never dropped, whoever asks, by the database's own clock.
CREATE FUNCTION drop_decision_partition(p_before timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  oldest decision_partition;
  held bigint;
  sealed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7824686604);
  IF p_before > now() - interval '30 days' THEN
    RAISE EXCEPTION 'decisions are kept for 30 days at least';
  END IF;
  SELECT * INTO oldest FROM decision_partition ORDER BY below LIMIT 1;
  IF oldest IS NULL OR oldest.below > uuid_floor(p_before) THEN
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

SELECT add_decision_partitions(now() + interval '3 months');
