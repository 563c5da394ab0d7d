package dev.tagout.policy.report;

import dev.tagout.contracts.report.Bypasses;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;

/** Runs that no decision admitted. */
final class BypassSection {
  private static final String SQL =
      """
      WITH running AS MATERIALIZED (
        SELECT d.id, d.vm_id, d.host_id, d.decided_at, d.outcome, b.bypass, b."runningSince" AS since
        FROM decision d CROSS JOIN LATERAL jsonb_to_record(d.body) AS b (bypass boolean, "runningSince" timestamptz)
        WHERE %1$s AND d.point = 'STANDING' AND b."runningSince" < :until
        UNION ALL
        -- Found before the period, and not over when it began.
        SELECT d.id, d.vm_id, d.host_id, d.decided_at, d.outcome, b.bypass, b."runningSince"
        FROM vm CROSS JOIN LATERAL (
          SELECT n.* FROM decision n WHERE n.vm_id = vm.id AND n.decided_at < :since AND n.point = 'STANDING'
          ORDER BY n.decided_at DESC, n.id DESC LIMIT 1) d
        CROSS JOIN LATERAL jsonb_to_record(d.body) AS b (bypass boolean, "runningSince" timestamptz)
        WHERE b.bypass AND (:tier::text IS NULL OR d.body #>> '{vm,tier}' = :tier)
        UNION ALL
        -- The same, when the decision is past its retention: nothing has changed since. Twice told is once counted.
        SELECT v.decision_id, v.vm_id, b.host ->> 'id', b."decidedAt", b.outcome, b.bypass, b."runningSince"
        FROM verdict v CROSS JOIN LATERAL jsonb_to_record(v.body)
          AS b (bypass boolean, "runningSince" timestamptz, "decidedAt" timestamptz, outcome text, host jsonb, vm jsonb)
        WHERE b.bypass AND b."decidedAt" < :since AND (:tier::text IS NULL OR b.vm ->> 'tier' = :tier)),
      found AS (
        SELECT DISTINCT ON (vm_id, host_id, since) vm_id, host_id, since, id, decided_at
        FROM running WHERE bypass ORDER BY vm_id, host_id, since, decided_at, id),
      -- The first one has no answer, often: what the run was found by comes before what is known of it.
      worst AS (
        SELECT DISTINCT ON (vm_id, host_id, since) vm_id, host_id, since, id AS judged_by, outcome
        FROM running WHERE bypass
        ORDER BY vm_id, host_id, since, array_position('{DENIED,WAIVED,ALLOWED}', outcome::text), decided_at, id),
      -- A start that a ticket explains later was none.
      latest AS (
        SELECT DISTINCT ON (vm_id, host_id, since) vm_id, host_id, since, bypass
        FROM running ORDER BY vm_id, host_id, since, decided_at DESC, id DESC),
      run AS MATERIALIZED (
        SELECT f.*, w.judged_by, w.outcome, o.decided_at AS over_at
        FROM found f JOIN latest l USING (vm_id, host_id, since) JOIN worst w USING (vm_id, host_id, since)
        LEFT JOIN LATERAL (
          SELECT n.decided_at FROM decision n CROSS JOIN LATERAL jsonb_to_record(n.body) AS b ("runningSince" timestamptz)
          WHERE n.vm_id = f.vm_id AND n.decided_at > f.decided_at AND n.decided_at < :until AND n.point = 'STANDING'
            AND (n.host_id IS DISTINCT FROM f.host_id OR b."runningSince" IS DISTINCT FROM f.since)
          ORDER BY n.decided_at LIMIT 1) o ON true
        WHERE l.bypass),
      told AS (
        SELECT r.vm_id AS vm, r.host_id AS host, r.since AS "runningSince", r.over_at AS "overAt", r.outcome, r.id AS verdict, r.judged_by AS "judgedBy",
          %2$s AS exposure
        FROM run r)
      SELECT jsonb_build_object(
        'unfit', (SELECT count(*) FROM run WHERE outcome = 'DENIED'),
        'open', (SELECT count(*) FROM run WHERE over_at IS NULL),
        'runs', (SELECT jsonb_set(top.runs, '{items}', (
          SELECT coalesce(jsonb_agg(i.item || jsonb_build_object(
              'name', d.body #>> '{vm,name}', 'hostName', d.body #>> '{host,name}', 'rules', coalesce(%3$s, '[]'),
              'refusedBy', CASE WHEN NOT asked.admitted THEN asked.id END) ORDER BY i.n), '[]')
          FROM jsonb_array_elements(top.runs -> 'items') WITH ORDINALITY AS i (item, n)
          LEFT JOIN decision d ON d.id = (i.item ->> 'judgedBy')::uuid
          LEFT JOIN LATERAL (
            SELECT a.id, (a.body ->> 'admitted')::boolean AS admitted FROM decision a
            WHERE a.vm_id = i.item ->> 'vm' AND a.host_id = i.item ->> 'host' AND a.point = 'POWER_ON'
              AND a.decided_at <= (i.item ->> 'runningSince')::timestamptz
              AND a.decided_at > (i.item ->> 'runningSince')::timestamptz - interval '1 day'
            ORDER BY a.decided_at DESC LIMIT 1) asked ON true))
          FROM (SELECT %4$s AS runs) top))
      """
          .formatted(
              Period.DECIDED,
              Period.duration(
                  "extract(epoch FROM greatest(coalesce(r.over_at, :until) - r.since, '0'))"),
              Denials.rules("d.body"),
              Period.top("told", "f.\"runningSince\" DESC, f.vm, f.host"));

  private BypassSection() {}

  static Bypasses of(Statements on, Period period) throws SQLException {
    return period.ask(on, SQL, Bypasses.class);
  }
}
