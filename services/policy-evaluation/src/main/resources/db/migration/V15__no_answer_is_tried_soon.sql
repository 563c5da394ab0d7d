-- A verdict that came to no answer was tried again after a minute, in which a VM that must not run may run. Most are of a moment in which there
-- was too much to do, so it is tried after two seconds, and then each time after as long as it has lasted, up to the minute that
-- commit_verdict_alone sets. The body of an equal verdict stays, so it says since when it lasts.
CREATE OR REPLACE FUNCTION commit_verdict(p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_generation bigint, p_decision jsonb, p_input jsonb, p_fingerprint text, p_messages jsonb,
  p_matters_version bigint, p_matters jsonb, p_findings jsonb, p_due timestamptz)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
  v_now timestamptz := (p_decision ->> 'decidedAt')::timestamptz;
  outcome text;
BEGIN
  INSERT INTO vm (id) VALUES (v_vm) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM vm WHERE id = v_vm FOR NO KEY UPDATE;
  IF coalesce((SELECT version FROM matters WHERE vm_id = v_vm), 0) <> p_matters_version THEN
    UPDATE mark SET claimed_until = '-infinity' WHERE vm_id = v_vm;
    RETURN 'outdated';
  END IF;
  outcome := commit_verdict_alone(p_vm_version, p_host_version, p_waivers, p_enforcement, p_generation, p_decision, p_input, p_fingerprint, p_messages);
  IF outcome = 'outdated' THEN
    RETURN outcome;
  END IF;
  IF p_matters IS NOT NULL THEN
    INSERT INTO matters (vm_id, version, body) VALUES (v_vm, 1, p_matters)
    ON CONFLICT (vm_id) DO UPDATE SET version = matters.version + 1, body = excluded.body;
    PERFORM put_outbox(p_findings);
  END IF;
  IF p_due IS NOT NULL THEN
    PERFORM mark_vms(ARRAY[v_vm], p_due);
  END IF;
  IF p_decision ->> 'outcome' = 'INDETERMINATE' THEN
    PERFORM mark_vms(ARRAY[v_vm], v_now + greatest(interval '2 seconds',
      v_now - (SELECT (body ->> 'decidedAt')::timestamptz FROM verdict WHERE vm_id = v_vm)));
  END IF;
  RETURN outcome;
END
$$;
