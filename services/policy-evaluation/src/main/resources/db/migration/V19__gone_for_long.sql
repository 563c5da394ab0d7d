-- Everybody whose verdict depends on these hosts: who is there, and who last ran there and is nowhere now. Not those that have been gone for
-- longer than a day: there are ever more of them, each start on the host would mark them all, and a start of theirs is decided anew anyway.
CREATE OR REPLACE FUNCTION vms_on(p_hosts text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT vm_id), '{}') FROM placement p
  WHERE p.host_id = ANY (p_hosts)
    AND (p.state <> 'GONE' OR (greatest(p.observed_at, p.defined_at) > now() - interval '1 day' AND (place_of(p.vm_id)).host_id = p.host_id))
$$;
