-- What became of runs, as remediation tells it: with it the record has what followed from a decision. The tables of remediation are another
-- database's, whose administrator may be another one; what is on the topic is what everybody was told.

CREATE TABLE remediation_outcome (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id text COLLATE "C" NOT NULL UNIQUE,
  run_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  vm_id text COLLATE "C" NOT NULL,
  body jsonb NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX remediation_outcome_by_decision ON remediation_outcome (decision_id);
COMMENT ON COLUMN remediation_outcome.event_id IS 'Of the message: it comes again under the same one, and is recorded once.';
COMMENT ON COLUMN remediation_outcome.body IS 'As it was told, with members that this version does not know.';
SELECT make_recorded('remediation_outcome');
