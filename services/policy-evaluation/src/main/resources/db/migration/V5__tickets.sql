-- Tickets: standing verdicts, signed, by which a host decides while nobody of us can be asked. Why it is as it is: docs/adr/0011-tickets.md.

CREATE TABLE ticket_epoch (
  host_id text COLLATE "C" PRIMARY KEY REFERENCES host,
  epoch bigint NOT NULL,
  settled_until timestamptz NOT NULL DEFAULT '-infinity'
);
COMMENT ON COLUMN ticket_epoch.settled_until IS 'The host has told of all that it started by tickets before: what it has not told of went around it.';
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
  PRIMARY KEY (host_id, vm_id)
);
CREATE INDEX ticket_by_vm ON ticket (vm_id);
COMMENT ON TABLE ticket IS 'The newest ticket of each VM on each host; it may not have arrived there.';
COMMENT ON COLUMN ticket.decision_id IS 'The verdict that it was made from.';

CREATE TABLE ticket_start (
  host_id text COLLATE "C" NOT NULL,
  vm_id text COLLATE "C" NOT NULL,
  seen_at timestamptz NOT NULL,
  decision_id uuid NOT NULL,
  PRIMARY KEY (host_id, vm_id, seen_at)
);
COMMENT ON TABLE ticket_start IS 'Starts that only a ticket can explain, and that the host has not told of yet: taken for admitted until it has told of all.';
COMMENT ON COLUMN ticket_start.decision_id IS 'The verdict that the ticket was made from.';

CREATE TABLE ticket_use (
  ticket_id uuid NOT NULL,
  used_at timestamptz NOT NULL,
  vm_id text COLLATE "C" NOT NULL,
  host_id text COLLATE "C" NOT NULL,
  admitted boolean NOT NULL,
  decision_id uuid NOT NULL,
  PRIMARY KEY (ticket_id, used_at)
);
COMMENT ON TABLE ticket_use IS 'What hosts have told of, so that each use is recorded once.';

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

-- The tickets by which starts may have come about that nothing else explains; whoever calls this has locked the host. A start is
-- {"vm", "from", "to", "seen"}: it happened between the first two, and was seen at the last. Says the VMs that are explained now.
CREATE FUNCTION explain_by_tickets(p_host text, p_starts jsonb) RETURNS SETOF text LANGUAGE sql AS $$
  INSERT INTO ticket_start (host_id, vm_id, seen_at, decision_id)
  SELECT t.host_id, t.vm_id, s.seen, t.decision_id
  FROM jsonb_to_recordset(p_starts) AS s (vm text, "from" timestamptz, "to" timestamptz, seen timestamptz)
  JOIN ticket t ON t.host_id = p_host AND t.vm_id = s.vm AND t.answer = 'ADMIT' AND t.not_before <= s."to" AND t.expires_at >= s."from"
  JOIN ticket_epoch e ON e.host_id = t.host_id AND e.settled_until <= s.seen
  ON CONFLICT DO NOTHING
  RETURNING vm_id
$$;

-- Records what a host decided by a ticket, once: false when it is known already. An admitted start is an admission like one of the gate,
-- only that it may be told of after the start was seen, so that its number is before all. What runs, or was seen since, holds no place.
CREATE FUNCTION commit_ticket_use(p_ticket uuid, p_at timestamptz, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_now timestamptz, p_messages jsonb)
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
  VALUES (v_vm, v_host, v_decision, p_decision #>> '{vm,name}', p_decision #>> '{vm,tier}', p_at, p_reserve_until, NOT v_awaited, 0);
  -- It explains the start better than the ticket alone did.
  DELETE FROM ticket_start WHERE vm_id = v_vm AND host_id = v_host AND seen_at BETWEEN p_at - interval '5 minutes' AND p_reserve_until + interval '5 minutes';
  IF v_awaited THEN
    UPDATE host SET version = version + 1 WHERE id = v_host;
    PERFORM mark_vms(vms_on(ARRAY[v_host]), p_now);
  END IF;
  RETURN true;
END
$$;

-- A host has told of all that it decided by tickets before p_until. A start that a ticket allowed, and that it has not told of, went around
-- it: says whose. Whoever calls this tells their placements anew.
CREATE FUNCTION settle_ticket_starts(p_host text, p_until timestamptz) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM vm WHERE id IN (SELECT vm_id FROM ticket_start WHERE host_id = p_host AND seen_at < p_until) ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM host WHERE id = p_host FOR NO KEY UPDATE;
  UPDATE ticket_epoch SET settled_until = p_until WHERE host_id = p_host AND settled_until < p_until;
  RETURN QUERY DELETE FROM ticket_start WHERE host_id = p_host AND seen_at < p_until RETURNING vm_id;
END
$$;
