-- What is amiss with a VM and what the SIEM was told of it, as dev.tagout.policy.finding reads and writes it.
CREATE TABLE matters (
  vm_id text PRIMARY KEY,
  version bigint NOT NULL,
  body jsonb NOT NULL
);
COMMENT ON COLUMN matters.version IS 'Counts the changes; no row counts as 0.';

-- What both of the following have in common.
ALTER FUNCTION commit_verdict(bigint, bigint, bigint, text, bigint, jsonb, jsonb, text, jsonb) RENAME TO commit_verdict_alone;

-- As the release before this one calls it, which knows no findings: the VM is judged once more, until a replica does that knows them.
CREATE FUNCTION commit_verdict(p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_generation bigint, p_decision jsonb, p_input jsonb, p_fingerprint text, p_messages jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  outcome text := commit_verdict_alone(p_vm_version, p_host_version, p_waivers, p_enforcement, p_generation, p_decision, p_input, p_fingerprint, p_messages);
BEGIN
  IF outcome <> 'outdated' THEN
    PERFORM mark_vms(ARRAY[p_decision #>> '{vm,id}'], (p_decision ->> 'decidedAt')::timestamptz + interval '1 minute');
  END IF;
  RETURN outcome;
END
$$;

-- Records a verdict and follows up on the findings: p_matters replaces those of version p_matters_version, p_findings goes to the outbox,
-- and at p_due the VM is judged anew, so that what was held back is told. With null for p_matters nothing about them changes.
CREATE FUNCTION commit_verdict(p_vm_version bigint, p_host_version bigint, p_waivers bigint, p_enforcement text, p_generation bigint, p_decision jsonb, p_input jsonb, p_fingerprint text, p_messages jsonb,
  p_matters_version bigint, p_matters jsonb, p_findings jsonb, p_due timestamptz)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_vm text := p_decision #>> '{vm,id}';
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
  RETURN outcome;
END
$$;

-- What is amiss already is told, too.
SELECT mark_vms((SELECT array_agg(vm_id) FROM verdict), now());
