-- Tickets: standing verdicts, signed, by which a host decides while nobody of us can be asked. Why it is as it is: docs/adr/0011-tickets.md.

CREATE TABLE ticket_epoch (
  host_id text COLLATE "C" PRIMARY KEY REFERENCES host,
  epoch bigint NOT NULL
);
COMMENT ON TABLE ticket_epoch IS 'A host that has heard of an epoch starts nothing by a ticket of an earlier one.';

CREATE TABLE ticket (
  host_id text COLLATE "C" NOT NULL REFERENCES host,
  vm_id text COLLATE "C" NOT NULL REFERENCES vm,
  id uuid NOT NULL,
  answer text NOT NULL CHECK (answer IN ('ADMIT', 'REFUSE', 'ASK')),
  fail_mode text NOT NULL,
  tier text,
  decision_id uuid NOT NULL,
  epoch bigint NOT NULL,
  not_before timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  start_after timestamptz,
  start_seen timestamptz,
  PRIMARY KEY (host_id, vm_id)
);
CREATE INDEX ticket_by_vm ON ticket (vm_id);
COMMENT ON TABLE ticket IS 'The newest ticket of each VM on each host; it may not have arrived there.';
COMMENT ON COLUMN ticket.decision_id IS 'The verdict that it was made from.';
COMMENT ON COLUMN ticket.start_seen IS 'A start that the ticket allowed and that the host has not told of yet; it happened after start_after.';

CREATE TABLE ticket_use (
  ticket_id uuid NOT NULL,
  used_at timestamptz NOT NULL,
  vm_id text COLLATE "C" NOT NULL,
  host_id text COLLATE "C" NOT NULL,
  admitted boolean NOT NULL,
  decision_id uuid NOT NULL,
  spent boolean NOT NULL DEFAULT false,
  PRIMARY KEY (ticket_id, used_at)
);
CREATE INDEX ticket_use_unspent ON ticket_use (vm_id, host_id) WHERE admitted AND NOT spent;
CREATE INDEX ticket_use_by_decision ON ticket_use (decision_id);
COMMENT ON COLUMN ticket_use.spent IS 'It has explained a run, or came to nothing.';

-- A place that is promised to another tier than the tickets that may be out ends them: the caller hears the new epoch with the answer that
-- promises the place. Tiers are compared as they are now, too. Whoever writes a reservation has locked the host.
CREATE FUNCTION fence_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ticket_epoch e SET epoch = epoch + 1
  WHERE e.host_id = NEW.host_id
    AND EXISTS (SELECT 1 FROM ticket t
                WHERE t.host_id = NEW.host_id AND t.epoch = e.epoch AND t.answer = 'ADMIT'
                  AND (t.tier IS DISTINCT FROM NEW.tier OR vm_tier(t.vm_id) IS DISTINCT FROM NEW.tier));
  RETURN NULL;
END
$$;
CREATE TRIGGER fence_tickets AFTER INSERT OR UPDATE OF host_id, tier, expires_at ON reservation
FOR EACH ROW WHEN (NOT NEW.expired) EXECUTE FUNCTION fence_tickets();

-- A place that was reserved for what a ticket admitted is gone: it was taken, or given back.
CREATE FUNCTION spend_ticket_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ticket_use SET spent = true WHERE decision_id = OLD.decision_id AND NOT spent;
  RETURN NULL;
END
$$;
CREATE TRIGGER spend_ticket_use AFTER DELETE ON reservation FOR EACH ROW EXECUTE FUNCTION spend_ticket_use();

-- The VMs of a host whose verdict waits to be worked out again.
CREATE FUNCTION ticket_marks(p_host text, p_now timestamptz) RETURNS TABLE (vm_id text) LANGUAGE sql STABLE AS $$
  SELECT p.vm_id FROM placement p JOIN mark m ON m.vm_id = p.vm_id
  WHERE p.host_id = p_host AND p.state <> 'GONE' AND m.due_at <= p_now
$$;

-- Locks a host, so that no place is promised on it meanwhile, and says all that its tickets rest on. Null: there is no such host.
CREATE FUNCTION ticket_state(p_host text, p_now timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM host WHERE id = p_host FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  -- As every decision does: a waiver whose revocation was answered stands behind no ticket that is made after.
  PERFORM pg_advisory_xact_lock_shared(7824686602);
  INSERT INTO ticket_epoch (host_id, epoch) VALUES (p_host, 1) ON CONFLICT DO NOTHING;
  RETURN (SELECT jsonb_build_object(
    'epoch', (SELECT epoch FROM ticket_epoch WHERE host_id = p_host),
    'hostTier', (SELECT assignment ->> 'tier' FROM host WHERE id = p_host),
    'residents', residents_of(p_host, '', p_now),
    'verdicts', coalesce((
      SELECT jsonb_agg(jsonb_build_object('verdict', v.body,
          -- Whoever set the mark may have a clock that is ahead of ours.
          'stale', EXISTS (SELECT 1 FROM mark m WHERE m.vm_id = v.vm_id AND m.due_at <= p_now + interval '5 seconds')) ORDER BY v.vm_id)
      FROM placement p JOIN verdict v ON v.vm_id = p.vm_id
      WHERE p.host_id = p_host AND p.state <> 'GONE' AND v.body #>> '{host,id}' = p_host), '[]'),
    'issued', coalesce((SELECT jsonb_agg(to_jsonb(t) ORDER BY t.vm_id) FROM ticket t WHERE t.host_id = p_host), '[]')));
END
$$;

-- Keeps what was issued. Whoever calls this holds the host by ticket_state.
CREATE FUNCTION put_tickets(p_host text, p_epoch bigint, p_tickets jsonb, p_now timestamptz) RETURNS void LANGUAGE sql AS $$
  UPDATE ticket_epoch SET epoch = p_epoch WHERE host_id = p_host AND epoch <> p_epoch;
  DELETE FROM ticket WHERE host_id = p_host AND expires_at < p_now - interval '1 day'
    AND vm_id NOT IN (SELECT t ->> 'vm' FROM jsonb_array_elements(p_tickets) t);
  INSERT INTO ticket (host_id, vm_id, id, answer, fail_mode, tier, decision_id, epoch, not_before, expires_at)
  SELECT p_host, t ->> 'vm', (t ->> 'id')::uuid, t ->> 'answer', t ->> 'failMode', t ->> 'tier', (t ->> 'decision')::uuid, p_epoch,
    (t ->> 'notBefore')::timestamptz, (t ->> 'validUntil')::timestamptz
  FROM jsonb_array_elements(p_tickets) t
  ON CONFLICT (host_id, vm_id) DO UPDATE SET id = excluded.id, answer = excluded.answer, fail_mode = excluded.fail_mode, tier = excluded.tier,
    decision_id = excluded.decision_id, epoch = excluded.epoch, not_before = excluded.not_before, expires_at = excluded.expires_at
$$;

-- Why a VM runs that no reservation awaited: by a ticket of which the host has told, or by one that it may have used and will tell of. The
-- run may have begun from p_from to p_to; it was seen at p_seen.
CREATE FUNCTION ticket_admission(p_vm text, p_host text, p_from timestamptz, p_to timestamptz, p_seen timestamptz)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  by_decision uuid;
BEGIN
  UPDATE ticket_use SET spent = true
  WHERE (ticket_id, used_at) = (
    SELECT u.ticket_id, u.used_at FROM ticket_use u
    WHERE u.vm_id = p_vm AND u.host_id = p_host AND u.admitted AND NOT u.spent AND u.used_at BETWEEN p_from AND p_to
    ORDER BY u.used_at DESC, u.ticket_id LIMIT 1)
  RETURNING decision_id INTO by_decision;
  IF FOUND THEN RETURN by_decision; END IF;
  UPDATE ticket SET start_after = p_from, start_seen = p_seen
  WHERE vm_id = p_vm AND host_id = p_host AND answer = 'ADMIT' AND not_before <= p_to AND expires_at >= p_from
  RETURNING decision_id INTO by_decision;
  RETURN by_decision;
END
$$;

-- Records what a host decided by a ticket, once: false when it is known already. An admitted start is awaited like one of the gate, or
-- explains the run that is there already.
CREATE FUNCTION commit_ticket_use(p_ticket uuid, p_at timestamptz, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_tolerance interval,
  p_now timestamptz, p_messages jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_host text := p_decision #>> '{host,id}';
  v_decision uuid := (p_decision ->> 'decisionId')::uuid;
  v_admitted boolean := (p_decision ->> 'admitted')::boolean;
  place placement;
  expected ticket;
BEGIN
  INSERT INTO vm (id) VALUES (v_vm) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM vm WHERE id = v_vm FOR NO KEY UPDATE;
  INSERT INTO host (id) VALUES (v_host) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM host WHERE id = v_host FOR NO KEY UPDATE;
  INSERT INTO ticket_use (ticket_id, used_at, vm_id, host_id, admitted, decision_id)
  VALUES (p_ticket, p_at, v_vm, v_host, v_admitted, v_decision) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM put_decision(p_decision, p_input);
  PERFORM put_outbox(p_messages);
  IF NOT v_admitted THEN RETURN true; END IF;

  SELECT * INTO place FROM placement WHERE vm_id = v_vm AND host_id = v_host;
  SELECT * INTO expected FROM ticket WHERE vm_id = v_vm AND host_id = v_host AND start_seen IS NOT NULL;
  IF place.state = 'RUNNING'
    AND (place.admission = 'BYPASS' AND place.running_since BETWEEN p_at - p_tolerance AND p_at + p_tolerance
      OR place.running_since = expected.start_seen AND p_at BETWEEN expected.start_after AND expected.start_seen + p_tolerance)
  THEN
    UPDATE ticket_use SET spent = true WHERE ticket_id = p_ticket AND used_at = p_at;
    UPDATE ticket SET start_after = NULL, start_seen = NULL WHERE vm_id = v_vm AND host_id = v_host;
    UPDATE placement SET admission = 'ADMITTED', decision_id = v_decision WHERE vm_id = v_vm AND host_id = v_host;
    UPDATE vm SET version = version + 1 WHERE id = v_vm;
    PERFORM mark_vms(ARRAY[v_vm], p_now);
  ELSIF place IS NULL OR place.observed_at < p_at AND place.state <> 'RUNNING' THEN
    INSERT INTO reservation (vm_id, host_id, decision_id, name, tier, expires_at)
    VALUES (v_vm, v_host, v_decision, p_decision #>> '{vm,name}', p_decision #>> '{vm,tier}', p_reserve_until)
    ON CONFLICT DO NOTHING;
    UPDATE host SET version = version + 1 WHERE id = v_host;
    PERFORM mark_vms(vms_on(ARRAY[v_host]), p_now);
  END IF;
  RETURN true;
END
$$;

-- A host has told of all that it decided by tickets before p_until. A start that a ticket allowed, and that it has not told of, went around it.
CREATE FUNCTION settle_ticket_starts(p_host text, p_until timestamptz, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  vms text[] := ARRAY(SELECT vm_id FROM ticket WHERE host_id = p_host AND start_seen < p_until);
  around text[];
BEGIN
  IF cardinality(vms) = 0 THEN RETURN 0; END IF;
  PERFORM 1 FROM vm WHERE id = ANY (vms) ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM host WHERE id = p_host FOR NO KEY UPDATE;
  WITH settled AS (
    UPDATE placement p SET admission = 'BYPASS', decision_id = NULL
    FROM ticket t
    WHERE t.host_id = p_host AND t.vm_id = ANY (vms) AND t.start_seen < p_until
      AND p.host_id = p_host AND p.vm_id = t.vm_id AND p.state = 'RUNNING' AND p.running_since = t.start_seen AND p.admission = 'ADMITTED'
    RETURNING p.vm_id)
  SELECT coalesce(array_agg(vm_id), '{}') INTO around FROM settled;
  UPDATE ticket SET start_after = NULL, start_seen = NULL WHERE host_id = p_host AND vm_id = ANY (vms) AND start_seen < p_until;
  UPDATE vm SET version = version + 1 WHERE id = ANY (around);
  PERFORM mark_vms(around, p_now);
  RETURN cardinality(around);
END
$$;
