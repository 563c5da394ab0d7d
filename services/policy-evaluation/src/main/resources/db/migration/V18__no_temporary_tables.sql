-- Functions with the rights of the owner find the owner's tables, whatever temporary ones their caller has made: unless it is named, pg_temp is
-- searched first (PostgreSQL, "Writing SECURITY DEFINER Functions Safely").
DO $$
DECLARE
  found regprocedure;
BEGIN
  FOR found IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prosecdef LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', found, current_schema());
  END LOOP;
END
$$;

-- Who waits for decisions that are being committed must not hold up all that come after for as long as one of them may hang.
ALTER FUNCTION waivers_changed(uuid, timestamptz) SET lock_timeout = '2s';
