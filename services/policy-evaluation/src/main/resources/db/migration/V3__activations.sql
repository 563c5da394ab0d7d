-- Which revision decided when, and who made it so. Never changed or deleted.
CREATE TABLE activation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  revision text NOT NULL REFERENCES bundle,
  previous text,
  activated_at timestamptz NOT NULL,
  activated_by text NOT NULL,
  rollback boolean NOT NULL DEFAULT false,
  forced boolean NOT NULL DEFAULT false,
  newly_denied int
);
CREATE INDEX activation_by_revision ON activation (revision, id);

INSERT INTO activation (revision, activated_at, activated_by) SELECT revision, activated_at, 'unknown' FROM active_policy;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activation EXECUTE FUNCTION refuse_change();

ALTER TABLE active_policy ADD COLUMN candidate text REFERENCES bundle;
COMMENT ON COLUMN active_policy.candidate IS 'About to be activated: replicas load it now, so that nobody waits for it then.';

CREATE TABLE replica (
  id uuid PRIMARY KEY,
  revision text,
  prepared text,
  refused text,
  seen_at timestamptz NOT NULL
);
COMMENT ON TABLE replica IS 'Who runs, and by which revision. Rows of those that are gone are deleted.';

CREATE TABLE bundle_source (
  source text PRIMARY KEY,
  revision text NOT NULL
);
COMMENT ON TABLE bundle_source IS 'What a server of bundles offered last: only another revision is news.';
