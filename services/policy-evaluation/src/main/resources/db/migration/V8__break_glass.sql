-- Break-glass: one VM is admitted once against a denial. Its state is worked out from the columns and an instant, never stored.

CREATE TABLE break_glass (
  id uuid PRIMARY KEY,
  vm_id text COLLATE "C" NOT NULL REFERENCES vm,
  host_id text COLLATE "C" REFERENCES host,
  reason text NOT NULL,
  ticket text,
  minutes int NOT NULL CHECK (minutes > 0),
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  approved_by text CHECK (approved_by <> requested_by),
  approved_at timestamptz,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_on text COLLATE "C",
  decision_id uuid,
  repeat_until timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  revoke_reason text,
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK (used_at IS NULL OR (approved_at IS NOT NULL AND revoked_at IS NULL)),
  CHECK ((used_at IS NULL) = (repeat_until IS NULL))
);
CREATE INDEX break_glass_by_vm ON break_glass (vm_id, expires_at) WHERE approved_at IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX break_glass_by_time ON break_glass (requested_at DESC, id DESC);
COMMENT ON COLUMN break_glass.expires_at IS 'Before the approval: until when it can be approved. From then on: until when it can be used.';
COMMENT ON COLUMN break_glass.decision_id IS 'The first decision that it admitted; break_glass_use has all.';

COMMENT ON COLUMN break_glass.repeat_until IS 'So long its use may be repeated for a caller who asks again: as long as the first answer held the place.';

CREATE TABLE break_glass_use (
  decision_id uuid PRIMARY KEY,
  break_glass_id uuid NOT NULL REFERENCES break_glass,
  host_id text COLLATE "C" NOT NULL,
  used_at timestamptz NOT NULL
);
COMMENT ON TABLE break_glass_use IS 'Decisions that were admitted by a break-glass: one, and those that repeat it for a caller who asks again.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON break_glass_use EXECUTE FUNCTION refuse_change();

CREATE TABLE break_glass_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  break_glass_id uuid NOT NULL REFERENCES break_glass,
  change text NOT NULL,
  changed_by text,
  changed_at timestamptz NOT NULL,
  break_glass jsonb NOT NULL
);
CREATE INDEX break_glass_event_by_break_glass ON break_glass_event (break_glass_id, id);
COMMENT ON COLUMN break_glass_event.break_glass IS 'As it was after the change.';
SELECT make_recorded('break_glass_event');

CREATE FUNCTION break_glass_state(p_break_glass break_glass, p_now timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_break_glass.revoked_at IS NOT NULL THEN 'revoked'
    WHEN p_break_glass.used_at IS NOT NULL THEN 'used'
    WHEN p_break_glass.expires_at <= p_now THEN 'expired'
    WHEN p_break_glass.approved_at IS NULL THEN 'requested'
    ELSE 'approved'
  END
$$;

CREATE FUNCTION break_glass_json(p_break_glass break_glass, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', p_break_glass.id, 'state', break_glass_state(p_break_glass, p_now), 'vm', p_break_glass.vm_id,
    'host', p_break_glass.host_id, 'reason', p_break_glass.reason, 'ticket', p_break_glass.ticket, 'minutes', p_break_glass.minutes,
    'requestedBy', p_break_glass.requested_by, 'requestedAt', p_break_glass.requested_at, 'approvedBy', p_break_glass.approved_by,
    'approvedAt', p_break_glass.approved_at, 'expiresAt', p_break_glass.expires_at, 'usedAt', p_break_glass.used_at,
    'usedOn', p_break_glass.used_on, 'decision', p_break_glass.decision_id, 'revokedBy', p_break_glass.revoked_by,
    'revokedAt', p_break_glass.revoked_at, 'revokeReason', p_break_glass.revoke_reason)
$$;

-- Whether it admits its VM on a host: approved, not taken back, not over, and not used yet. One that was used admits again on the host of
-- its use, while the place is held that it reserved there: nobody has seen the start, so whoever asks again may have lost the answer. Asking
-- again holds the place for longer, and does not give more time to ask.
CREATE FUNCTION break_glass_admits(p_break_glass break_glass, p_host text, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_break_glass.approved_at IS NOT NULL AND p_break_glass.revoked_at IS NULL AND p_break_glass.expires_at > p_now
    AND (p_break_glass.host_id IS NULL OR p_break_glass.host_id = p_host)
    AND (p_break_glass.used_at IS NULL OR p_break_glass.repeat_until > p_now AND EXISTS (
      SELECT 1 FROM reservation r JOIN break_glass_use u ON u.decision_id = r.decision_id
      WHERE u.break_glass_id = p_break_glass.id AND r.vm_id = p_break_glass.vm_id AND r.host_id = p_host
        AND NOT r.expired AND r.expires_at > p_now))
$$;

-- The one by which a VM may start on a host, or null. A repetition comes first, so that no second one is used up by it.
CREATE FUNCTION break_glass_for(p_vm text, p_host text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT break_glass_json(g, p_now)
  FROM break_glass g
  WHERE g.vm_id = p_vm AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL AND g.expires_at > p_now AND break_glass_admits(g, p_host, p_now)
  ORDER BY g.used_at IS NULL, g.host_id IS NULL, g.expires_at, g.id
  LIMIT 1
$$;

-- What commit_review does, for a decision that a break-glass admits; says 'used' or 'repeated'. When the break-glass does not admit it any
-- more, or what the decision rests on is not the newest, it changes nothing and says 'outdated'. Locks the break-glass before all else, so
-- that of two uses, and of a use and a revocation, the later one sees the earlier.
CREATE FUNCTION commit_break_glass_review(p_break_glass uuid, p_told jsonb, p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_decision jsonb, p_input jsonb, p_reserve_until timestamptz, p_messages jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_host text := p_decision #>> '{host,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  v_decision uuid := (p_decision ->> 'decisionId')::uuid;
  v_change jsonb := p_told #> '{0,payload}';
  glass break_glass;
BEGIN
  SELECT * INTO glass FROM break_glass WHERE id = p_break_glass AND vm_id = v_vm FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'outdated';
  END IF;
  -- From here on nobody sees the VM start, so what it holds stays.
  PERFORM 1 FROM vm WHERE id = v_vm FOR NO KEY UPDATE;
  IF NOT break_glass_admits(glass, v_host, v_now) THEN
    RETURN 'outdated';
  END IF;
  IF NOT commit_review(p_vm_version, p_host_version, p_waivers, p_enforcement, p_decision, p_input, p_reserve_until, p_messages) THEN
    RETURN 'outdated';
  END IF;
  INSERT INTO break_glass_use (decision_id, break_glass_id, host_id, used_at) VALUES (v_decision, glass.id, v_host, v_now);
  IF glass.used_at IS NOT NULL THEN
    RETURN 'repeated';
  END IF;
  UPDATE break_glass SET used_at = v_now, used_on = v_host, decision_id = v_decision, repeat_until = p_reserve_until WHERE id = glass.id;
  INSERT INTO break_glass_event (break_glass_id, change, changed_by, changed_at, break_glass)
  VALUES (glass.id, v_change ->> 'change', v_change ->> 'changedBy', v_now, v_change -> 'breakGlass');
  PERFORM put_outbox(p_told);
  RETURN 'used';
END
$$;

-- What a standing verdict rests on, with the break-glass by which the VM came to run, if it did.
CREATE FUNCTION standing_review(p_vm text, p_now timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT s.state || jsonb_build_object('breakGlass',
    (SELECT u.break_glass_id FROM break_glass_use u WHERE u.decision_id = (s.state #>> '{place,decision_id}')::uuid))
  FROM (SELECT standing_state(p_vm, p_now) AS state OFFSET 0) s
$$;
