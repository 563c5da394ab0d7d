SELECT lock_briefly('mark');
ALTER TABLE mark ADD COLUMN traceparent text;
COMMENT ON COLUMN mark.traceparent IS 'Of the newest cause that has one.';

CREATE OR REPLACE FUNCTION mark_vms(p_vms text[], p_due timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mark (vm_id, due_at, traceparent)
  SELECT DISTINCT id, p_due, nullif(current_setting('tagout.mark_traceparent', true), '') FROM unnest(p_vms) AS id ORDER BY id
  ON CONFLICT (vm_id) DO UPDATE SET due_at = least(mark.due_at, excluded.due_at), generation = mark.generation + 1,
    traceparent = coalesce(excluded.traceparent, mark.traceparent)
$$;
