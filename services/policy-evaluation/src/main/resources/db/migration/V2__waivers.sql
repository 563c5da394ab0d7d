-- Waivers: approved exceptions, bound in time. What is in force is worked out from the columns and an instant, never stored.

CREATE TABLE waiver (
  id uuid PRIMARY KEY,
  rules text[] NOT NULL CHECK (cardinality(rules) > 0),
  vm_id text COLLATE "C" REFERENCES vm,
  selector jsonb,
  host_id text COLLATE "C" REFERENCES host,
  reason text NOT NULL,
  ticket text,
  owner text,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  approved_by text CHECK (approved_by <> requested_by),
  approved_at timestamptz,
  starts_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_by text,
  revoked_at timestamptz,
  revoke_reason text,
  CHECK (starts_at < expires_at),
  CHECK (vm_id IS NOT NULL OR selector IS NOT NULL OR host_id IS NOT NULL),
  CHECK (vm_id IS NULL OR selector IS NULL)
);
CREATE INDEX waiver_by_expiry ON waiver (expires_at) WHERE approved_at IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX waiver_by_time ON waiver (requested_at DESC, id DESC);
COMMENT ON COLUMN waiver.selector IS 'Fields of an assignment, without nulls: it covers the VMs whose assignment contains them.';

CREATE TABLE waiver_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  waiver_id uuid NOT NULL REFERENCES waiver,
  change text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  waiver jsonb NOT NULL
);
CREATE INDEX waiver_event_by_waiver ON waiver_event (waiver_id, id);
COMMENT ON COLUMN waiver_event.waiver IS 'As it was after the change.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON waiver_event EXECUTE FUNCTION refuse_change();

CREATE TABLE waiver_set (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
INSERT INTO waiver_set (version) VALUES (0);
COMMENT ON TABLE waiver_set IS 'One row: counts approvals and revocations, so that a decision can prove that it rests on the newest.';

CREATE FUNCTION waiver_state(p_waiver waiver, p_now timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_waiver.revoked_at IS NOT NULL THEN 'revoked'
    WHEN p_waiver.expires_at <= p_now THEN 'expired'
    WHEN p_waiver.approved_at IS NULL THEN 'requested'
    WHEN p_waiver.starts_at > p_now THEN 'approved'
    ELSE 'active'
  END
$$;

CREATE FUNCTION waiver_json(p_waiver waiver, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', p_waiver.id, 'state', waiver_state(p_waiver, p_now), 'rules', p_waiver.rules, 'vm', p_waiver.vm_id,
    'selector', p_waiver.selector, 'host', p_waiver.host_id, 'reason', p_waiver.reason, 'ticket', p_waiver.ticket, 'owner', p_waiver.owner,
    'requestedBy', p_waiver.requested_by, 'requestedAt', p_waiver.requested_at, 'approvedBy', p_waiver.approved_by,
    'approvedAt', p_waiver.approved_at, 'startsAt', p_waiver.starts_at, 'expiresAt', p_waiver.expires_at,
    'revokedBy', p_waiver.revoked_by, 'revokedAt', p_waiver.revoked_at, 'revokeReason', p_waiver.revoke_reason)
$$;

-- Whether a waiver's scope can hold for a VM: on which host is another question.
CREATE FUNCTION waiver_fits_vm(p_waiver waiver, p_vm text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_waiver.vm_id IS NULL OR p_waiver.vm_id = p_vm)
    AND (p_waiver.selector IS NULL
      OR coalesce((SELECT v.assignment @> p_waiver.selector FROM vm v WHERE v.id = p_vm), false))
$$;

-- What may matter to a review of a VM on a host: approved, not taken back, and not over; what is still to begin says until when the
-- answer is valid.
CREATE FUNCTION waivers_for(p_vm text, p_host text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(waiver_json(w, p_now) ORDER BY w.id), '[]')
  FROM waiver w
  WHERE w.approved_at IS NOT NULL AND w.revoked_at IS NULL AND w.expires_at > p_now
    AND (w.host_id IS NULL OR w.host_id = p_host)
    AND waiver_fits_vm(w, p_vm)
$$;

-- The VMs whose verdict a waiver may change.
CREATE FUNCTION waiver_vms(p_waiver waiver) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH here AS MATERIALIZED (SELECT vms_on(ARRAY[p_waiver.host_id]) AS vms)
  SELECT coalesce(array_agg(v.id), '{}') FROM vm v, here
  WHERE waiver_fits_vm(p_waiver, v.id) AND (p_waiver.host_id IS NULL OR v.id = ANY (here.vms))
$$;

-- Which waivers count has changed. From here to the end of the transaction no decision commits, and none that was made before commits
-- after it. Whoever calls this holds no row of a VM or host.
CREATE FUNCTION waivers_changed(p_waiver uuid, p_now timestamptz) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(7824686602);
  UPDATE waiver_set SET version = version + 1;
  SELECT mark_vms(waiver_vms(w), p_now) FROM waiver w WHERE w.id = p_waiver
$$;

CREATE OR REPLACE FUNCTION review_state(p_vm text, p_host text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'vm', (SELECT to_jsonb(v) FROM vm v WHERE v.id = p_vm),
    'vmFacts', facts_of('VM', p_vm),
    'host', (SELECT jsonb_build_object('id', h.id, 'name', h.name, 'assignment', h.assignment, 'version', h.version, 'listed', h.listed_at IS NOT NULL)
             FROM host h WHERE h.id = p_host),
    'hostFacts', CASE WHEN p_host IS NULL THEN '{}' ELSE facts_of('HOST', p_host) END,
    'residents', CASE WHEN p_host IS NULL THEN '[]' ELSE residents_of(p_host, p_vm, p_now) END,
    'policy', (SELECT jsonb_build_object('revision', a.revision, 'enforcement', a.enforcement) FROM active_policy a),
    'waivers', waivers_for(p_vm, p_host, p_now),
    'waiversVersion', (SELECT version FROM waiver_set))
$$;

-- The functions that commit get the version of the waivers as a further parameter, so the ones without it go.

DROP FUNCTION still_newest(text, bigint, text, bigint, text, text);
DROP FUNCTION commit_review(bigint, bigint, text, jsonb, jsonb, timestamptz, jsonb);
DROP FUNCTION commit_verdict(bigint, bigint, text, bigint, jsonb, jsonb, text, jsonb);

-- Locks the VM, then the hosts that a decision about it may change, in the order of their ids, and says whether what the decision rests
-- on is still the newest. Whoever locks more than one row keeps to this order: VMs, hosts, marks, each by id. NO KEY, so that a foreign
-- key's look at a neighbour does not wait for us.
CREATE FUNCTION still_newest(p_vm text, p_vm_version bigint, p_host text, p_host_version bigint, p_waivers bigint, p_revision text, p_enforcement text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  INSERT INTO vm (id) VALUES (p_vm) ON CONFLICT DO NOTHING;
  SELECT version INTO found FROM vm WHERE id = p_vm FOR NO KEY UPDATE;
  IF found <> p_vm_version THEN RETURN false; END IF;
  IF p_host IS NOT NULL THEN
    INSERT INTO host (id) VALUES (p_host) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM host WHERE id = p_host OR id = (SELECT host_id FROM reservation WHERE vm_id = p_vm) ORDER BY id FOR NO KEY UPDATE;
    SELECT version INTO found FROM host WHERE id = p_host;
    IF found <> p_host_version THEN RETURN false; END IF;
  END IF;
  -- Many commit at a time; whoever changes the waivers waits for them, and they for him.
  PERFORM pg_advisory_xact_lock_shared(7824686602);
  RETURN EXISTS (SELECT 1 FROM active_policy a, waiver_set w
                 WHERE a.revision = p_revision AND a.enforcement = p_enforcement AND w.version = p_waivers);
END
$$;

-- Records a decision of the gate with its messages and its reservation, if what it rests on still holds; else changes nothing and says
-- false. Without versions it is recorded in any case: that is for a decision that came to no answer.
CREATE FUNCTION commit_review(p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_messages jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_host text := p_decision #>> '{host,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  held reservation;
  changed text[] := '{}';
BEGIN
  IF NOT still_newest(v_vm, p_vm_version, v_host, p_host_version, p_waivers, p_decision ->> 'revision', p_enforcement) AND p_vm_version IS NOT NULL THEN
    RETURN false;
  END IF;
  PERFORM put_decision(p_decision, p_input);
  SELECT * INTO held FROM reservation WHERE vm_id = v_vm;
  IF p_reserve_until IS NULL THEN
    -- Refused on the host where it holds a place: the earlier admission came to nothing.
    IF held.host_id = v_host THEN
      DELETE FROM reservation WHERE vm_id = v_vm;
      changed := ARRAY[v_host];
    END IF;
  ELSE
    INSERT INTO reservation (vm_id, host_id, decision_id, name, tier, expires_at)
    VALUES (v_vm, v_host, (p_decision ->> 'decisionId')::uuid, p_decision #>> '{vm,name}', p_decision #>> '{vm,tier}', p_reserve_until)
    ON CONFLICT (vm_id) DO UPDATE SET host_id = excluded.host_id, decision_id = excluded.decision_id, name = excluded.name,
      tier = excluded.tier, expires_at = excluded.expires_at, expired = false;
    -- A mere renewal changes nothing for the neighbours.
    IF held.host_id IS DISTINCT FROM v_host OR held.expired OR held.tier IS DISTINCT FROM p_decision #>> '{vm,tier}' THEN
      changed := array_remove(ARRAY[held.host_id, v_host], NULL);
    END IF;
  END IF;
  IF cardinality(changed) > 0 THEN
    UPDATE host SET version = version + 1 WHERE id = ANY (changed);
    PERFORM mark_vms(vms_on(changed), v_now);
  END IF;
  PERFORM put_outbox(p_messages);
  RETURN true;
END
$$;

-- Records a standing verdict, if what it rests on still holds. One that is equal to the one before is not published again.
CREATE FUNCTION commit_verdict(p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_generation bigint, p_decision jsonb, p_input jsonb, p_fingerprint text, p_messages jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  -- A verdict that came to no answer is tried again, though no fact changes.
  v_until timestamptz := CASE WHEN p_decision ->> 'outcome' = 'INDETERMINATE' THEN v_now + interval '1 minute'
    ELSE (p_decision ->> 'validUntil')::timestamptz END;
  outcome text;
BEGIN
  IF NOT still_newest(v_vm, p_vm_version, p_decision #>> '{host,id}', p_host_version, p_waivers, p_decision ->> 'revision', p_enforcement) THEN
    UPDATE mark SET claimed_until = '-infinity' WHERE vm_id = v_vm;
    RETURN 'outdated';
  END IF;
  UPDATE verdict SET decided_at = v_now WHERE vm_id = v_vm AND fingerprint = p_fingerprint;
  IF FOUND THEN
    outcome := 'equal';
  ELSE
    outcome := 'changed';
    PERFORM put_decision(p_decision, p_input);
    INSERT INTO verdict (vm_id, decision_id, fingerprint, decided_at, body)
    VALUES (v_vm, (p_decision ->> 'decisionId')::uuid, p_fingerprint, v_now, p_decision)
    ON CONFLICT (vm_id) DO UPDATE SET decision_id = excluded.decision_id, fingerprint = excluded.fingerprint,
      decided_at = excluded.decided_at, body = excluded.body;
    PERFORM put_outbox(p_messages);
  END IF;
  DELETE FROM mark WHERE vm_id = v_vm AND generation = p_generation;
  UPDATE mark SET claimed_until = '-infinity' WHERE vm_id = v_vm;
  IF v_until IS NOT NULL THEN
    PERFORM mark_vms(ARRAY[v_vm], v_until);
  END IF;
  RETURN outcome;
END
$$;
