CREATE TABLE run (
  id uuid PRIMARY KEY,
  vm_id text COLLATE "C" NOT NULL,
  vm_name text,
  host_id text COLLATE "C" NOT NULL,
  instance text COLLATE "C",
  running_since timestamptz,
  trigger text NOT NULL CHECK (trigger IN ('BYPASS', 'DRIFT')),
  action text NOT NULL CHECK (action IN ('NOTIFY', 'SAVE', 'POWER_OFF')),
  decision_id uuid NOT NULL,
  rules text[] NOT NULL,
  started_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'ACTING', 'HELD', 'SUCCEEDED', 'NOTIFIED', 'SUPERSEDED', 'CANCELLED', 'FAILED')),
  approved boolean NOT NULL DEFAULT false,
  reason text,
  due_at timestamptz,
  acted_at timestamptz,
  ended_at timestamptz,
  exposure_millis bigint,
  attempts int NOT NULL DEFAULT 0,
  postponements int NOT NULL DEFAULT 0,
  generation bigint NOT NULL DEFAULT 0,
  occasion uuid,
  lease_owner uuid,
  leased_until timestamptz,
  CHECK (action = 'NOTIFY' OR instance IS NOT NULL)
);
COMMENT ON TABLE run IS 'What is done, or not done and why, about one run of one VM.';
COMMENT ON COLUMN run.instance IS 'The hypervisor''s identity of the VM''s run; a VM that has another by now is left alone.';
COMMENT ON COLUMN run.decision_id IS 'The newest verdict that asked for this.';
COMMENT ON COLUMN run.acted_at IS 'When the first attempt to stop the VM began: what the limit counts.';
COMMENT ON COLUMN run.postponements IS 'How often in a row the verdict could not be had.';
COMMENT ON COLUMN run.generation IS 'Counts the verdicts that asked for this. What was concluded before a newer one came is worked out again.';
COMMENT ON COLUMN run.occasion IS 'Notifications only: made from instance, outcome and denying rules, so that people are told once.';

-- What was stopped once, is about to be, or shall not be as a person said, is not stopped again by another verdict on the same instance.
CREATE UNIQUE INDEX run_once ON run (vm_id, instance, trigger)
  WHERE action <> 'NOTIFY' AND status IN ('PENDING', 'ACTING', 'HELD', 'SUCCEEDED', 'CANCELLED');
CREATE UNIQUE INDEX run_told_once ON run (vm_id, trigger, occasion) WHERE occasion IS NOT NULL;
CREATE INDEX run_due ON run (due_at) WHERE status IN ('PENDING', 'ACTING');
CREATE INDEX run_held ON run (id) WHERE status = 'HELD';
CREATE INDEX run_acted ON run (acted_at) WHERE acted_at IS NOT NULL;
CREATE INDEX run_by_vm ON run (vm_id, id);

CREATE TABLE run_verdict (
  decision_id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES run
);
COMMENT ON TABLE run_verdict IS 'The verdicts that were answered with a run: one that is delivered again changes nothing.';

CREATE TABLE attempt (
  run_id uuid NOT NULL REFERENCES run,
  number int NOT NULL,
  begun_at timestamptz NOT NULL,
  tried text NOT NULL,
  ended_at timestamptz,
  result text,
  PRIMARY KEY (run_id, number)
);
COMMENT ON COLUMN attempt.result IS 'Null while it goes on, and for ever when the service died in it.';

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  record_key text NOT NULL,
  ce_id text NOT NULL,
  ce_type text NOT NULL,
  ce_source text NOT NULL,
  ce_time timestamptz NOT NULL,
  payload jsonb NOT NULL
);
