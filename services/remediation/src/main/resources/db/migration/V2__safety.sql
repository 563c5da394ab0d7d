ALTER TABLE run
  ADD COLUMN tier text COLLATE "C",
  ADD COLUMN host_group text COLLATE "C",
  ADD COLUMN hold text,
  ADD COLUMN holds int NOT NULL DEFAULT 0,
  ADD COLUMN approved_by text,
  ADD COLUMN cancelled_by text;
-- Not checked for rows that are there: all of them are null, and the table is not to be locked for as long as it takes to see that.
ALTER TABLE run ADD CONSTRAINT run_hold CHECK (hold IN ('LIMIT', 'BREAKER', 'LOOP')) NOT VALID;
COMMENT ON COLUMN run.tier IS 'Of the VM, as the newest verdict says; none when it has none. Null in runs that are older than this column.';
COMMENT ON COLUMN run.host_group IS 'Of the host, as the newest verdict says; null when it has none.';
COMMENT ON COLUMN run.hold IS 'Why it waits for a person, or waited last. Null when it never did, and in runs that are older than this column: those wait for the limit.';
COMMENT ON COLUMN run.holds IS 'How often it came to wait for a person. Each time is told by a message of its own.';
COMMENT ON COLUMN run.approved_by IS 'The subject of the token of who let it go on.';
COMMENT ON COLUMN run.cancelled_by IS 'The subject of the token of who said that nothing shall be done.';

CREATE TABLE known_vm (
  vm_id text COLLATE "C" PRIMARY KEY,
  tier text COLLATE "C" NOT NULL,
  running boolean NOT NULL,
  wants_stop boolean NOT NULL,
  turned_at timestamptz,
  decided_at timestamptz NOT NULL
);
COMMENT ON TABLE known_vm IS 'What the newest verdict of each VM says. A VM whose verdict is withdrawn is not here.';
COMMENT ON COLUMN known_vm.wants_stop IS 'Whether the verdict asks for the VM to be stopped, by remediation''s own caps.';
COMMENT ON COLUMN known_vm.turned_at IS 'When it last became one that is to be stopped, by the time of the verdict; null when that counts for no storm any more.';
CREATE INDEX known_vm_running ON known_vm (tier) WHERE running;
CREATE INDEX known_vm_turned ON known_vm (tier, turned_at) WHERE turned_at IS NOT NULL;

CREATE TABLE breaker (
  id uuid PRIMARY KEY,
  tier text COLLATE "C" NOT NULL,
  turned bigint NOT NULL,
  of_running bigint NOT NULL,
  reason text NOT NULL,
  opened_at timestamptz NOT NULL,
  reset_at timestamptz,
  reset_by text,
  reset_reason text,
  CHECK ((reset_at IS NULL) = (reset_by IS NULL))
);
COMMENT ON TABLE breaker IS 'Each opening of a tier''s breaker. While one is not reset nothing of the tier is stopped, unless a person approves it.';
CREATE UNIQUE INDEX breaker_open ON breaker (tier) WHERE reset_at IS NULL;
