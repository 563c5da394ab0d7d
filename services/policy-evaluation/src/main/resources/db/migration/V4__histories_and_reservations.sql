-- What was seen of VMs and hosts is kept for a while, so that a report which comes late, twice or in the wrong order leads to the same
-- inventory; and each admission is kept with its time, so that each start finds the one that admitted it.

-- The order in which admissions and sightings were recorded, whatever any clock says: whoever takes a number of a VM has locked the VM.
CREATE SEQUENCE history_number;

CREATE TABLE sighting (
  host_id text COLLATE "C" NOT NULL REFERENCES host,
  vm_id text COLLATE "C" NOT NULL REFERENCES vm,
  seen_at timestamptz NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('STARTED', 'FOUND_RUNNING', 'STOPPED', 'GONE')),
  instance text,
  number bigint NOT NULL DEFAULT nextval('history_number'),
  PRIMARY KEY (host_id, vm_id, seen_at, event_id)
);
CREATE INDEX sighting_by_time ON sighting (seen_at);
COMMENT ON TABLE sighting IS 'What was reported of one VM on one host, newer than what placement.base tells.';

CREATE TABLE host_report (
  host_id text COLLATE "C" NOT NULL REFERENCES host,
  reported_at timestamptz NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('LISTED', 'REMOVED')),
  name text,
  PRIMARY KEY (host_id, reported_at, event_id)
);
CREATE INDEX host_report_by_time ON host_report (reported_at);
COMMENT ON TABLE host_report IS 'Whoever is not sighted by such a report of a host was not there.';

INSERT INTO host_report (host_id, reported_at, event_id, kind, name)
SELECT id, listed_at, coalesce(connection_event, ''), 'LISTED', name FROM host WHERE listed_at IS NOT NULL;

ALTER TABLE host ADD COLUMN history_from timestamptz NOT NULL DEFAULT '-infinity';
COMMENT ON COLUMN host.history_from IS 'What happened there until then is told by placement.base alone: a report of it comes too late.';

ALTER TABLE placement ADD COLUMN course jsonb, ADD COLUMN base jsonb;
COMMENT ON COLUMN placement.course IS 'All that is told from the sightings; the other columns are for queries.';
COMMENT ON COLUMN placement.base IS 'The course until host.history_from; null when all sightings are kept.';

UPDATE placement SET course = jsonb_build_object(
  'power', CASE state WHEN 'DEFINED' THEN 'OFF' ELSE state END,
  'stamp', jsonb_build_object('at', to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'eventId', event_id),
  'lastSeen', to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'run', CASE WHEN admission IS NOT NULL THEN jsonb_build_object('instance', instance,
    'since', to_char(running_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'admission', admission, 'decision', decision_id) END);
UPDATE placement SET base = course;
ALTER TABLE placement ALTER COLUMN course SET NOT NULL;

ALTER TABLE vm ADD COLUMN named_at timestamptz, ADD COLUMN named_by text COLLATE "C";
COMMENT ON COLUMN vm.named_at IS 'The name is the newest by (named_at, named_by), a time and an event.';

-- A row for each admission.

ALTER TABLE reservation DROP CONSTRAINT reservation_pkey, ADD PRIMARY KEY (decision_id),
  ADD COLUMN admitted_at timestamptz, ADD COLUMN ended_at timestamptz, ADD COLUMN spent boolean NOT NULL DEFAULT false,
  ADD COLUMN number bigint NOT NULL DEFAULT nextval('history_number');
COMMENT ON COLUMN reservation.number IS 'A run that was recorded before, with a lower number, did not come of it.';
UPDATE reservation r SET admitted_at = coalesce((SELECT decided_at FROM decision d WHERE d.id = r.decision_id), expires_at - interval '2 minutes');
ALTER TABLE reservation ALTER COLUMN admitted_at SET NOT NULL;
CREATE INDEX reservation_by_vm ON reservation (vm_id, host_id);
-- Rows stay for days; held are few, and looked for at each review and all the time.
DROP INDEX reservation_by_host;
CREATE INDEX reservation_held ON reservation (host_id) WHERE NOT expired;
CREATE INDEX reservation_by_expiry ON reservation (expires_at) WHERE NOT expired;
COMMENT ON COLUMN reservation.expired IS 'It holds no place any more: seen running, given back, asked again, or timed out. The row stays for a start that is reported late.';
COMMENT ON COLUMN reservation.ended_at IS 'It was given back, or its VM asked again: no later start is explained by it.';
COMMENT ON COLUMN reservation.spent IS 'A run that is told from placement.base came of it.';

-- Locks the VM, then the hosts that a decision about it may change, in the order of their ids. Whoever locks more than one row keeps to this
-- order: VMs, hosts, marks, each by id. NO KEY, so that a foreign key's look at a neighbour does not wait for us.
CREATE FUNCTION lock_review(p_vm text, p_host text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO vm (id) VALUES (p_vm) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM vm WHERE id = p_vm FOR NO KEY UPDATE;
  IF p_host IS NOT NULL THEN
    INSERT INTO host (id) VALUES (p_host) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM host WHERE id = p_host OR id IN (SELECT host_id FROM reservation WHERE vm_id = p_vm AND NOT expired) ORDER BY id FOR NO KEY UPDATE;
  END IF;
END
$$;

-- Locks by lock_review, and says whether what a decision rests on is still the newest.
CREATE OR REPLACE FUNCTION still_newest(p_vm text, p_vm_version bigint, p_host text, p_host_version bigint, p_waivers bigint, p_revision text, p_enforcement text)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_review(p_vm, p_host);
  IF NOT EXISTS (SELECT 1 FROM vm WHERE id = p_vm AND version = p_vm_version)
    OR p_host IS NOT NULL AND NOT EXISTS (SELECT 1 FROM host WHERE id = p_host AND version = p_host_version)
  THEN
    RETURN false;
  END IF;
  -- Many commit at a time; whoever changes the waivers waits for them, and they for him.
  PERFORM pg_advisory_xact_lock_shared(7824686602);
  RETURN EXISTS (SELECT 1 FROM active_policy a, waiver_set w
                 WHERE a.revision = p_revision AND a.enforcement = p_enforcement AND w.version = p_waivers);
END
$$;

-- A VM asks again, so its earlier admissions come to nothing: on that host at once, for a hypervisor asks only for what does not run
-- there. On other hosts it may have started a moment ago: there the place stays until that would have been reported. And one that
-- migrates does run elsewhere: its other places stay. Returned are the hosts where a place is free now.
CREATE FUNCTION end_reservations(p_vm text, p_host text, p_refused boolean, p_operation text, p_now timestamptz) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  c_reported_within CONSTANT interval := '15 seconds';
  held text[];
BEGIN
  held := ARRAY(SELECT DISTINCT host_id FROM reservation WHERE vm_id = p_vm AND host_id = p_host AND NOT expired);
  UPDATE reservation SET expired = true, ended_at = p_now WHERE vm_id = p_vm AND host_id = p_host AND (ended_at IS NULL OR ended_at > p_now);
  IF NOT p_refused AND p_operation <> 'MIGRATE_IN' THEN
    UPDATE reservation SET expires_at = least(expires_at, p_now + c_reported_within), ended_at = p_now + c_reported_within
    WHERE vm_id = p_vm AND host_id <> p_host AND ended_at IS NULL;
  END IF;
  RETURN held;
END
$$;

-- Records a decision of the gate with its messages and its reservation, if what it rests on still holds; else changes nothing and says false.
CREATE OR REPLACE FUNCTION commit_review(p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_messages jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_host text := p_decision #>> '{host,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  v_renewal boolean;
  changed text[];
BEGIN
  IF NOT still_newest(v_vm, p_vm_version, v_host, p_host_version, p_waivers, p_decision ->> 'revision', p_enforcement) THEN
    RETURN false;
  END IF;
  PERFORM put_decision(p_decision, p_input);
  v_renewal := p_reserve_until IS NOT NULL AND EXISTS (
    SELECT 1 FROM reservation WHERE vm_id = v_vm AND host_id = v_host AND NOT expired AND tier IS NOT DISTINCT FROM p_decision #>> '{vm,tier}');
  changed := end_reservations(v_vm, v_host, p_reserve_until IS NULL, p_decision ->> 'operation', v_now);
  IF p_reserve_until IS NOT NULL THEN
    INSERT INTO reservation (vm_id, host_id, decision_id, name, tier, admitted_at, expires_at)
    VALUES (v_vm, v_host, (p_decision ->> 'decisionId')::uuid, p_decision #>> '{vm,name}', p_decision #>> '{vm,tier}', v_now, p_reserve_until);
    -- A mere renewal changes nothing for the neighbours.
    changed := CASE WHEN v_renewal THEN array_remove(changed, v_host) ELSE changed || v_host END;
  END IF;
  IF cardinality(changed) > 0 THEN
    UPDATE host SET version = version + 1 WHERE id = ANY (changed);
    PERFORM mark_vms(vms_on(changed), v_now);
  END IF;
  PERFORM put_outbox(p_messages);
  RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION release_review(p_vm text, p_host text, p_decision uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  held boolean;
BEGIN
  PERFORM 1 FROM vm WHERE id = p_vm FOR NO KEY UPDATE;
  PERFORM 1 FROM host WHERE id = p_host FOR NO KEY UPDATE;
  held := EXISTS (SELECT 1 FROM reservation WHERE vm_id = p_vm AND host_id = p_host AND (p_decision IS NULL OR decision_id = p_decision) AND NOT expired);
  UPDATE reservation SET expired = true, ended_at = p_now
  WHERE vm_id = p_vm AND host_id = p_host AND (p_decision IS NULL OR decision_id = p_decision) AND (ended_at IS NULL OR ended_at > p_now);
  IF held THEN
    UPDATE host SET version = version + 1 WHERE id = p_host;
    PERFORM mark_vms(vms_on(ARRAY[p_host]), p_now);
  END IF;
  RETURN held;
END
$$;

-- What is too old to matter on a host, once what follows from it stands in placement.base: all sightings until then, and all reports but
-- removals, the first listing after each, by which is told who ran before we came, and the last one.
CREATE FUNCTION forget_history(p_host text, p_until timestamptz) RETURNS void LANGUAGE sql AS $$
  UPDATE host SET history_from = p_until WHERE id = p_host AND history_from < p_until;
  DELETE FROM sighting WHERE host_id = p_host AND seen_at <= p_until;
  DELETE FROM host_report r WHERE r.host_id = p_host AND r.reported_at <= p_until AND r.kind = 'LISTED' AND EXISTS (
    SELECT 1 FROM host_report l WHERE l.host_id = r.host_id AND l.kind = 'LISTED' AND (l.reported_at, l.event_id) > (r.reported_at, r.event_id))
    AND EXISTS (SELECT 1 FROM host_report e WHERE e.host_id = r.host_id AND e.kind = 'LISTED'
      AND (e.reported_at, e.event_id) < (r.reported_at, r.event_id)
      AND NOT EXISTS (SELECT 1 FROM host_report x WHERE x.host_id = r.host_id AND x.kind = 'REMOVED'
        AND (x.reported_at, x.event_id) > (e.reported_at, e.event_id) AND (x.reported_at, x.event_id) < (r.reported_at, r.event_id)))
$$;
