-- What the application's role may do, when it is not the one that migrates: everything but to change what is append-only, or a table's shape.
-- Runs after every start, also when nothing was migrated, so that a new table is never forgotten. ${app_role} is quarkus.datasource.username.
-- And how long decisions are kept, which the application may not say: ${record_keep} is tagout.policy.record.keep.
DO $$
DECLARE
  app text := '${app_role}';
  found record;
BEGIN
  UPDATE record_keep SET keep = greatest(interval '30 days', interval '${record_keep}')
  WHERE keep <> greatest(interval '30 days', interval '${record_keep}');
  IF app = '' OR app = current_user THEN
    RETURN;
  END IF;
  -- Replicas that start together would change the same rows of the catalogue.
  PERFORM pg_advisory_xact_lock(7824686605);
  FOR found IN
    SELECT c.oid::regclass AS name, c.relkind = 'v' AS is_view,
      EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only') AS is_record
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
      AND c.relname <> 'flyway_schema_history'
  LOOP
    EXECUTE format('GRANT %s ON %s TO %I',
      -- What was dropped is told by the function that drops, with the rights of the owner.
      CASE WHEN found.is_view OR found.name IN ('retention'::regclass, 'record_keep'::regclass) THEN 'SELECT' WHEN found.is_record THEN 'SELECT, INSERT' ELSE 'SELECT, INSERT, UPDATE, DELETE' END,
      found.name, app);
    IF found.is_record THEN
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %I', found.name, app);
    ELSIF found.is_view OR found.name IN ('retention'::regclass, 'record_keep'::regclass) THEN
      -- A replica of an older release that starts beside this one knows them as ordinary tables.
      EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM %I', found.name, app);
    END IF;
  END LOOP;
  EXECUTE format('GRANT EXECUTE ON FUNCTION drop_decision_partition(timestamptz), add_decision_partitions(timestamptz) TO %I', app);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(), app);
END
$$;
