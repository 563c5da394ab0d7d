-- Hypervisors that are started again use the identities of runs again (libvirt numbers its domains from the highest that still runs). So one
-- identity may have several ended runs; only what is under way is unique. Whether an ended one is about the same run, its time says.
-- Writers wait while an index is made, some milliseconds for each ten thousand runs.
CREATE UNIQUE INDEX run_open_once ON run (vm_id, instance, trigger)
  WHERE action <> 'NOTIFY' AND status IN ('PENDING', 'ACTING', 'HELD');
CREATE UNIQUE INDEX run_told_once_each ON run (vm_id, trigger, occasion, coalesce(running_since, '-infinity')) WHERE occasion IS NOT NULL;
DROP INDEX run_once;
DROP INDEX run_told_once;
