-- A place ends by time only when its host was heard of since. Why it is as it is: docs/adr/0015-places-outlast-silence.md.

-- A column without a default, on the smallest of tables: done in a moment.
SELECT lock_briefly('host');
ALTER TABLE host ADD COLUMN heard_at timestamptz;
COMMENT ON COLUMN host.heard_at IS 'When the newest of the listings that were applied was made: who did not run there then is not known to run. By our clock, where that is behind the host''s.';

-- A listing that was made at p_at was applied. Whoever calls this holds the host, and tells in the same transaction who runs there. One that is
-- older than what is kept of the host is not applied.
CREATE FUNCTION host_heard(p_host text, p_at timestamptz) RETURNS void LANGUAGE sql AS $$
  UPDATE host SET heard_at = greatest(heard_at, least(p_at, clock_timestamp())) WHERE id = p_host AND history_from < p_at
$$;

-- Whether a listing says only what is known already, which is then known to be so still. [{"id", "name", "runs", "instance"}]. Then nothing of
-- it needs to be kept: a host that is quiet is listed all day. Changes nothing else, and marks nobody.
CREATE FUNCTION listing_says_nothing_new(p_host text, p_at timestamptz, p_name text, p_vms jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM host WHERE id = p_host FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM host WHERE id = p_host AND connected AND connection_at < p_at AND listed_at < p_at AND name = p_name)
    OR EXISTS (
      SELECT 1 FROM jsonb_to_recordset(p_vms) AS l (id text, name text, runs boolean, instance text)
      FULL JOIN (SELECT p.vm_id, p.state = 'RUNNING' AS runs, p.instance, p.observed_at, v.name
                 FROM placement p JOIN vm v ON v.id = p.vm_id WHERE p.host_id = p_host AND p.state <> 'GONE') k ON k.vm_id = l.id
      WHERE l.id IS NULL OR k.vm_id IS NULL OR k.observed_at >= p_at OR l.runs <> k.runs OR l.name IS DISTINCT FROM k.name
        OR l.runs AND l.instance <> k.instance)
  THEN
    RETURN false;
  END IF;
  PERFORM host_heard(p_host, p_at);
  RETURN true;
END
$$;

-- Whether a place whose time is up by p_now ends. Where a source lists what runs, only a listing from after that time tells that its VM does not:
-- if it did, it would have a placement, and be there by that. Clocks of hosts and ours may differ by some seconds.
CREATE FUNCTION place_is_over(p_place reservation, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_place.expires_at <= p_now AND EXISTS (
    SELECT 1 FROM host h WHERE h.id = p_place.host_id
      AND (h.listed_at IS NULL OR h.heard_at >= p_place.expires_at + interval '10 seconds'))
$$;

-- By whichever of two clocks is behind: a replica whose clock is ahead ends no place.
CREATE OR REPLACE FUNCTION expire_reservations(p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_now CONSTANT timestamptz := least(p_now, clock_timestamp());
  hosts text[] := ARRAY(SELECT DISTINCT r.host_id FROM reservation r WHERE NOT r.expired AND r.expires_at <= v_now AND place_is_over(r, v_now));
BEGIN
  IF cardinality(hosts) > 0 THEN
    PERFORM 1 FROM host WHERE id = ANY (hosts) ORDER BY id FOR NO KEY UPDATE;
    WITH ended AS (
      UPDATE reservation r SET expired = true
      WHERE r.host_id = ANY (hosts) AND NOT r.expired AND r.expires_at <= v_now AND place_is_over(r, v_now) RETURNING r.host_id)
    SELECT coalesce(array_agg(DISTINCT host_id), '{}') INTO hosts FROM ended;
    UPDATE host SET version = version + 1 WHERE id = ANY (hosts);
    PERFORM mark_vms(vms_on(hosts), v_now);
  END IF;
  RETURN cardinality(hosts);
END
$$;

-- As before, but that the place elsewhere stays for as long by our clock, if the caller's is behind.
CREATE OR REPLACE FUNCTION end_reservations(p_vm text, p_host text, p_refused boolean, p_operation text, p_now timestamptz) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  c_reported_within CONSTANT interval := '15 seconds';
  v_until CONSTANT timestamptz := greatest(p_now, clock_timestamp()) + c_reported_within;
  held text[];
BEGIN
  held := ARRAY(SELECT DISTINCT host_id FROM reservation WHERE vm_id = p_vm AND host_id = p_host AND NOT expired);
  UPDATE reservation SET expired = true, ended_at = p_now WHERE vm_id = p_vm AND host_id = p_host AND (ended_at IS NULL OR ended_at > p_now);
  IF NOT p_refused AND p_operation <> 'MIGRATE_IN' THEN
    UPDATE reservation SET expires_at = least(expires_at, v_until), ended_at = v_until
    WHERE vm_id = p_vm AND host_id <> p_host AND ended_at IS NULL;
  END IF;
  RETURN held;
END
$$;

-- As before, but that the place is held for as long by our clock, if the caller's is behind.
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
    VALUES (v_vm, v_host, (p_decision ->> 'decisionId')::uuid, p_decision #>> '{vm,name}', p_decision #>> '{vm,tier}', v_now,
      greatest(p_reserve_until, clock_timestamp() + (p_reserve_until - v_now)));
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

-- As before, with the same care for the caller's clock.
CREATE OR REPLACE FUNCTION commit_ticket_use(p_ticket uuid, p_at timestamptz, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_now timestamptz, p_messages jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_host text := p_decision #>> '{host,id}';
  v_decision uuid := (p_decision ->> 'decisionId')::uuid;
  v_admitted boolean := (p_decision ->> 'admitted')::boolean;
  v_awaited boolean;
BEGIN
  PERFORM lock_review(v_vm, v_host);
  INSERT INTO ticket_use (ticket_id, used_at, vm_id, host_id, admitted, decision_id)
  VALUES (p_ticket, p_at, v_vm, v_host, v_admitted, v_decision) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM put_decision(p_decision, p_input);
  PERFORM put_outbox(p_messages);
  IF NOT v_admitted THEN RETURN true; END IF;

  v_awaited := NOT EXISTS (SELECT 1 FROM placement WHERE vm_id = v_vm AND host_id = v_host AND (state = 'RUNNING' OR observed_at >= p_at));
  INSERT INTO reservation (vm_id, host_id, decision_id, name, tier, admitted_at, expires_at, expired, number)
  VALUES (v_vm, v_host, v_decision, p_decision #>> '{vm,name}', p_decision #>> '{vm,tier}', p_at,
    greatest(p_reserve_until, clock_timestamp() + (p_reserve_until - p_now)), NOT v_awaited, 0);
  -- It explains the start better than the ticket alone did.
  DELETE FROM ticket_start WHERE vm_id = v_vm AND host_id = v_host AND seen_at BETWEEN p_at - interval '5 minutes' AND p_reserve_until + interval '5 minutes';
  IF v_awaited THEN
    UPDATE host SET version = version + 1 WHERE id = v_host;
    PERFORM mark_vms(vms_on(ARRAY[v_host]), p_now);
  END IF;
  RETURN true;
END
$$;

-- As before, and says of a place whose time is up since when its VM is awaited, so that who is refused for its sake hears why.
CREATE OR REPLACE FUNCTION residents_of(p_host text, p_except text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', r.vm_id, 'name', r.name, 'tier', r.tier, 'awaitedSince', r.awaited)) ORDER BY r.vm_id), '[]')
  FROM (
    SELECT p.vm_id, v.name, vm_tier(p.vm_id) AS tier, NULL AS awaited
    FROM placement p JOIN vm v ON v.id = p.vm_id
    WHERE p.host_id = p_host AND p.state = 'RUNNING' AND p.vm_id <> p_except
    UNION ALL
    -- What the VM said of itself when it was admitted is newer than what the inventory has of it; only an assignment beats it.
    SELECT s.vm_id, coalesce(v.name, s.name), coalesce(v.assignment ->> 'tier', s.tier, vm_tier(s.vm_id)),
      CASE WHEN s.expires_at <= p_now THEN to_char(s.admitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END
    FROM reservation s JOIN vm v ON v.id = s.vm_id
    WHERE s.host_id = p_host AND NOT s.expired AND s.vm_id <> p_except
      AND NOT EXISTS (SELECT 1 FROM placement q WHERE q.vm_id = s.vm_id AND q.host_id = p_host AND q.state = 'RUNNING')
  ) r
$$;
