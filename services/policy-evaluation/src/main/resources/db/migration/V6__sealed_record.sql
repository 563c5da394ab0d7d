-- The record: decisions, what was done with waivers, activations. Append-only, and sealed off the hot path: a transaction that adds to it
-- also adds one small row to "unsealed"; what is there is hashed into Merkle trees whose roots are chained and signed ("seal").
--
-- Locks: this migration takes ACCESS EXCLUSIVE on the tables of the record, each time for a moment and without reading a row, and waits for
-- it no longer than a second at a time, so that nobody queues up behind it.

-- ALTER TABLE waits for whoever reads the table, and everybody else then waits for it. So it is tried, briefly, until the way is free.
CREATE FUNCTION lock_briefly(p_table text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  before text := current_setting('lock_timeout');
BEGIN
  PERFORM set_config('lock_timeout', '1s', true);
  LOOP
    BEGIN
      EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', p_table);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.5);
    END;
  END LOOP;
  PERFORM set_config('lock_timeout', before, true);
END
$$;

CREATE TABLE unsealed (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text NOT NULL,
  id text NOT NULL
);
COMMENT ON TABLE unsealed IS 'What was committed and has no seal yet. That it is filled by the transaction itself is what makes the order of commits not matter.';

CREATE TABLE seal (
  number bigint PRIMARY KEY,
  first bigint NOT NULL UNIQUE,
  entries int NOT NULL CHECK (entries > 0),
  root bytea NOT NULL,
  previous bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  key_id text,
  hash bytea NOT NULL,
  signature text
);

CREATE TABLE seal_entry (
  position bigint PRIMARY KEY,
  source text NOT NULL,
  id text COLLATE "C" NOT NULL,
  leaf bytea NOT NULL,
  UNIQUE (source, id)
);
COMMENT ON TABLE seal_entry IS 'The leaves. They stay when the rows that they are of are past their retention, so that the roots can be computed still.';

CREATE TABLE seal_key (
  id text PRIMARY KEY,
  public_key text NOT NULL,
  first_used_at timestamptz NOT NULL
);

CREATE TABLE retention (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dropped text NOT NULL,
  below text COLLATE "C" NOT NULL,
  entries bigint NOT NULL,
  dropped_at timestamptz NOT NULL
);
COMMENT ON TABLE retention IS 'What was dropped because it was old enough: rows of "dropped" with smaller ids than "below". An entry of the record itself.';

-- With the rights of the owner, so that the application needs none on the queue's other end.
CREATE FUNCTION enqueue_for_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO unsealed (source, id) VALUES (TG_ARGV[0], NEW.id::text);
  RETURN NULL;
END
$$;

-- A trigger by statement counts only for the table that the statement names: each partition of a table needs its own.
CREATE FUNCTION make_append_only(p_table text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', p_table);
END
$$;

-- Makes a table with the key "id" one of the record. What it has already is queued by the caller.
CREATE FUNCTION make_recorded(p_table text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM make_append_only(p_table);
  EXECUTE format('CREATE TRIGGER seal_later AFTER INSERT ON %I FOR EACH ROW EXECUTE FUNCTION enqueue_for_seal(%L)', p_table, p_table);
END
$$;

SELECT make_append_only(t) FROM unnest(ARRAY['seal', 'seal_entry', 'seal_key']) AS t;
SELECT make_recorded('retention');

SELECT lock_briefly('activation');
SELECT make_recorded('activation');
INSERT INTO unsealed (source, id) SELECT 'activation', id::text FROM activation ORDER BY id;

SELECT lock_briefly('waiver_event');
SELECT make_recorded('waiver_event');
INSERT INTO unsealed (source, id) SELECT 'waiver_event', id::text FROM waiver_event ORDER BY id;

-- The table "decision" becomes the first partition of a new one. That is prepared here, in a transaction of its own, so that the long part,
-- which is reading all rows, holds no lock that anybody waits for: it is V9's.

-- The smallest UUIDv7 of an instant (RFC 9562 section 5.7).
CREATE FUNCTION uuid_floor(p_at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

SELECT lock_briefly('decision');
DO $$
BEGIN
  -- Ids are UUIDv7: those of the next month and the rest of this one still go into the first partition.
  EXECUTE format('ALTER TABLE decision ADD CONSTRAINT decision_first_bound CHECK (id < %L) NOT VALID',
    uuid_floor((date_trunc('month', now() AT TIME ZONE 'UTC') + interval '2 months') AT TIME ZONE 'UTC'));
END
$$;
SELECT make_recorded('decision');
