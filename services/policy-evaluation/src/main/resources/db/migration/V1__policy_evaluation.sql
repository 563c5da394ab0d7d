-- Inventory: what is known now. Each row has the version by which a decision proves that it rests on the newest.

CREATE TABLE vm (
  id text COLLATE "C" PRIMARY KEY,
  name text,
  assignment jsonb,
  version bigint NOT NULL DEFAULT 0
);

CREATE TABLE host (
  id text COLLATE "C" PRIMARY KEY,
  name text,
  assignment jsonb,
  connected boolean,
  connection_at timestamptz,
  connection_event text COLLATE "C",
  listed_at timestamptz,
  version bigint NOT NULL DEFAULT 0
);
COMMENT ON COLUMN host.listed_at IS 'The newest listing; null when the host was never listed, so that what runs there is adopted.';
COMMENT ON COLUMN host.version IS 'Also counts its residents and reservations.';

CREATE TABLE fact (
  kind text NOT NULL CHECK (kind IN ('VM', 'HOST')),
  subject text COLLATE "C" NOT NULL,
  fact_group text NOT NULL,
  observed_at timestamptz NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  source text NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (kind, subject, fact_group)
);
COMMENT ON TABLE fact IS 'Each group of facts is the newest by (observed_at, event_id).';

CREATE TABLE placement (
  vm_id text COLLATE "C" NOT NULL REFERENCES vm,
  host_id text COLLATE "C" NOT NULL REFERENCES host,
  state text NOT NULL CHECK (state IN ('DEFINED', 'RUNNING', 'GONE')),
  observed_at timestamptz NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  defined_at timestamptz NOT NULL DEFAULT '-infinity',
  instance text,
  running_since timestamptz,
  admission text CHECK (admission IN ('ADMITTED', 'ADOPTED', 'BYPASS')),
  decision_id uuid,
  PRIMARY KEY (vm_id, host_id)
);
CREATE INDEX placement_by_host ON placement (host_id);

CREATE TABLE reservation (
  vm_id text COLLATE "C" PRIMARY KEY REFERENCES vm,
  host_id text COLLATE "C" NOT NULL REFERENCES host,
  decision_id uuid NOT NULL,
  name text,
  tier text,
  expires_at timestamptz NOT NULL,
  expired boolean NOT NULL DEFAULT false
);
CREATE INDEX reservation_by_host ON reservation (host_id);
COMMENT ON COLUMN reservation.expired IS 'The place is free again; the row stays for a start that is reported late.';

-- Decisions.

CREATE TABLE decision (
  id uuid PRIMARY KEY,
  vm_id text COLLATE "C" NOT NULL,
  host_id text COLLATE "C",
  point text NOT NULL,
  outcome text NOT NULL,
  decided_at timestamptz NOT NULL,
  rules varchar[] NOT NULL,
  revision text NOT NULL,
  body jsonb NOT NULL,
  input jsonb NOT NULL
);
CREATE INDEX decision_by_time ON decision (decided_at DESC, id DESC);
CREATE INDEX decision_by_vm ON decision (vm_id, decided_at DESC);

CREATE TABLE verdict (
  vm_id text COLLATE "C" PRIMARY KEY REFERENCES vm,
  decision_id uuid NOT NULL,
  fingerprint text NOT NULL,
  decided_at timestamptz NOT NULL,
  body jsonb NOT NULL
);
COMMENT ON COLUMN verdict.decided_at IS 'When it was last worked out, equal or not; body has when it last changed.';

CREATE TABLE mark (
  vm_id text COLLATE "C" PRIMARY KEY REFERENCES vm,
  generation bigint NOT NULL DEFAULT 1,
  due_at timestamptz NOT NULL,
  claimed_until timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX mark_by_due ON mark (due_at);
COMMENT ON TABLE mark IS 'VMs whose verdict has to be worked out again, from due_at on.';

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  record_key text NOT NULL,
  ce_id text NOT NULL,
  ce_type text NOT NULL,
  ce_source text NOT NULL,
  ce_time timestamptz NOT NULL,
  payload jsonb NOT NULL
);

-- Policies.

CREATE TABLE bundle (
  revision text PRIMARY KEY,
  content bytea NOT NULL,
  loaded_at timestamptz NOT NULL
);

CREATE TABLE active_policy (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision text NOT NULL REFERENCES bundle,
  enforcement text NOT NULL,
  activated_at timestamptz NOT NULL
);
COMMENT ON TABLE active_policy IS 'One row: what every replica decides by.';

-- Functions. Each is one round trip of the gate; time is always a parameter, never now().

CREATE FUNCTION facts_of(p_kind text, p_subject text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(fact_group, jsonb_build_object('observedAt', observed_at, 'source', source, 'body', body)), '{}')
  FROM fact WHERE kind = p_kind AND subject = p_subject
$$;

-- The tier that counts: an assignment beats what the VM says of itself.
CREATE FUNCTION vm_tier(p_vm text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT assignment ->> 'tier' FROM vm WHERE id = p_vm),
    (SELECT body ->> 'tier' FROM fact WHERE kind = 'VM' AND subject = p_vm AND fact_group = 'configuration'))
$$;

CREATE FUNCTION residents_of(p_host text, p_except text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', r.vm_id, 'name', r.name, 'tier', r.tier)) ORDER BY r.vm_id), '[]')
  FROM (
    SELECT p.vm_id, v.name, vm_tier(p.vm_id) AS tier
    FROM placement p JOIN vm v ON v.id = p.vm_id
    WHERE p.host_id = p_host AND p.state = 'RUNNING' AND p.vm_id <> p_except
    UNION ALL
    -- What the VM said of itself when it was admitted is newer than what the inventory has of it; only an assignment beats it.
    SELECT s.vm_id, coalesce(v.name, s.name), coalesce(v.assignment ->> 'tier', s.tier, vm_tier(s.vm_id))
    FROM reservation s JOIN vm v ON v.id = s.vm_id
    WHERE s.host_id = p_host AND NOT s.expired AND s.vm_id <> p_except
      AND NOT EXISTS (SELECT 1 FROM placement q WHERE q.vm_id = s.vm_id AND q.host_id = p_host AND q.state = 'RUNNING')
  ) r
$$;

-- Everything that a review of one VM on one host rests on, with the versions that it must still have when it commits.
CREATE FUNCTION review_state(p_vm text, p_host text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'vm', (SELECT to_jsonb(v) FROM vm v WHERE v.id = p_vm),
    'vmFacts', facts_of('VM', p_vm),
    'host', (SELECT jsonb_build_object('id', h.id, 'name', h.name, 'assignment', h.assignment, 'version', h.version, 'listed', h.listed_at IS NOT NULL)
             FROM host h WHERE h.id = p_host),
    'hostFacts', CASE WHEN p_host IS NULL THEN '{}' ELSE facts_of('HOST', p_host) END,
    'residents', CASE WHEN p_host IS NULL THEN '[]' ELSE residents_of(p_host, p_vm, p_now) END,
    'policy', (SELECT jsonb_build_object('revision', a.revision, 'enforcement', a.enforcement) FROM active_policy a))
$$;

-- Where a standing verdict places a VM: where it runs, else where it is defined, else where it last ran.
CREATE FUNCTION place_of(p_vm text) RETURNS placement LANGUAGE sql STABLE AS $$
  SELECT p FROM placement p WHERE p.vm_id = p_vm
  ORDER BY array_position(ARRAY['RUNNING', 'DEFINED', 'GONE'], p.state), greatest(p.observed_at, p.defined_at) DESC, p.host_id
  LIMIT 1
$$;

CREATE FUNCTION standing_state(p_vm text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT review_state(p_vm, (p.place).host_id, p_now)
    || jsonb_build_object('place', CASE WHEN p.place IS NULL THEN NULL ELSE to_jsonb(p.place) END,
                          'fingerprint', (SELECT fingerprint FROM verdict WHERE vm_id = p_vm))
  FROM (SELECT place_of(p_vm) AS place) p
$$;

CREATE FUNCTION mark_vms(p_vms text[], p_due timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mark (vm_id, due_at)
  SELECT DISTINCT id, p_due FROM unnest(p_vms) AS id ORDER BY id
  ON CONFLICT (vm_id) DO UPDATE SET due_at = least(mark.due_at, excluded.due_at), generation = mark.generation + 1
$$;

-- Everybody whose verdict depends on these hosts: who is there, and who last ran there and is nowhere now.
CREATE FUNCTION vms_on(p_hosts text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT vm_id), '{}') FROM placement p
  WHERE p.host_id = ANY (p_hosts) AND (p.state <> 'GONE' OR (place_of(p.vm_id)).host_id = p.host_id)
$$;

CREATE FUNCTION put_outbox(p_messages jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time, payload)
  SELECT m ->> 'topic', m ->> 'key', m ->> 'id', m ->> 'type', m ->> 'source', (m ->> 'time')::timestamptz, m -> 'payload'
  FROM jsonb_array_elements(p_messages) WITH ORDINALITY AS t (m, n) ORDER BY n
$$;

CREATE FUNCTION put_decision(p_decision jsonb, p_input jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO decision (id, vm_id, host_id, point, outcome, decided_at, rules, revision, body, input)
  VALUES ((p_decision ->> 'decisionId')::uuid, p_decision #>> '{vm,id}', p_decision #>> '{host,id}', p_decision ->> 'point',
    p_decision ->> 'outcome', (p_decision ->> 'decidedAt')::timestamptz,
    ARRAY(SELECT DISTINCT v ->> 'rule' FROM jsonb_array_elements(p_decision -> 'violations') v),
    p_decision ->> 'revision', p_decision, p_input)
$$;

-- Locks the VM, then the hosts that a decision about it may change, in the order of their ids, and says whether what the decision rests
-- on is still the newest. Whoever locks more than one row keeps to this order: VMs, hosts, marks, each by id. NO KEY, so that a foreign
-- key's look at a neighbour does not wait for us.
CREATE FUNCTION still_newest(p_vm text, p_vm_version bigint, p_host text, p_host_version bigint, p_revision text, p_enforcement text)
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
  RETURN EXISTS (SELECT 1 FROM active_policy WHERE revision = p_revision AND enforcement = p_enforcement);
END
$$;

-- Records a decision of the gate with its messages and its reservation, if what it rests on still holds; else changes nothing and says
-- false. Without versions it is recorded in any case: that is for a decision that came to no answer.
CREATE FUNCTION commit_review(p_vm_version bigint, p_host_version bigint, p_enforcement text, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_messages jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_host text := p_decision #>> '{host,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  held reservation;
  changed text[] := '{}';
BEGIN
  IF NOT still_newest(v_vm, p_vm_version, v_host, p_host_version, p_decision ->> 'revision', p_enforcement) AND p_vm_version IS NOT NULL THEN
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
CREATE FUNCTION commit_verdict(p_vm_version bigint, p_host_version bigint, p_enforcement text, p_generation bigint, p_decision jsonb, p_input jsonb, p_fingerprint text, p_messages jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  -- A verdict that came to no answer is tried again, though no fact changes.
  v_until timestamptz := CASE WHEN p_decision ->> 'outcome' = 'INDETERMINATE' THEN v_now + interval '1 minute'
    ELSE (p_decision ->> 'validUntil')::timestamptz END;
  outcome text;
BEGIN
  IF NOT still_newest(v_vm, p_vm_version, p_decision #>> '{host,id}', p_host_version, p_decision ->> 'revision', p_enforcement) THEN
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

-- Takes some marks that are due, so that no other replica works on them for a while.
CREATE FUNCTION claim_marks(p_now timestamptz, p_until timestamptz, p_limit int) RETURNS TABLE (vm_id text, generation bigint) LANGUAGE sql AS $$
  UPDATE mark m SET claimed_until = p_until
  FROM (SELECT c.vm_id FROM mark c WHERE c.due_at <= p_now AND c.claimed_until <= p_now
        ORDER BY c.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED) due
  WHERE m.vm_id = due.vm_id
  RETURNING m.vm_id, m.generation
$$;

-- A hypervisor reported that an admitted start did not happen. With a decision, only the place that this decision reserved is given back,
-- so that a report which comes late cannot take the place of a newer start.
CREATE FUNCTION release_review(p_vm text, p_host text, p_decision uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM vm WHERE id = p_vm FOR NO KEY UPDATE;
  PERFORM 1 FROM host WHERE id = p_host FOR NO KEY UPDATE;
  DELETE FROM reservation WHERE vm_id = p_vm AND host_id = p_host AND (p_decision IS NULL OR decision_id = p_decision);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE host SET version = version + 1 WHERE id = p_host;
  PERFORM mark_vms(vms_on(ARRAY[p_host]), p_now);
  RETURN true;
END
$$;

-- Frees the places of starts that never showed up. The rows stay, for starts that are reported late.
CREATE FUNCTION expire_reservations(p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  hosts text[] := ARRAY(SELECT DISTINCT host_id FROM reservation WHERE NOT expired AND expires_at <= p_now);
BEGIN
  IF cardinality(hosts) > 0 THEN
    PERFORM 1 FROM host WHERE id = ANY (hosts) ORDER BY id FOR NO KEY UPDATE;
    UPDATE host SET version = version + 1 WHERE id = ANY (hosts);
    UPDATE reservation SET expired = true WHERE host_id = ANY (hosts) AND NOT expired AND expires_at <= p_now;
    PERFORM mark_vms(vms_on(hosts), p_now);
  END IF;
  RETURN cardinality(hosts);
END
$$;
