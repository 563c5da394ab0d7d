package dev.tagout.policy.report;

import dev.tagout.contracts.report.BreakGlasses;
import dev.tagout.contracts.report.Waivers;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;

/** What people allowed against policy: waivers and break-glasses. */
final class ExceptionSections {
  private static final String WAIVERS =
      """
      WITH used AS (
        SELECT v."waivedBy"::uuid AS id, count(DISTINCT d.id) AS starts
        FROM decision d CROSS JOIN LATERAL jsonb_to_recordset(d.body -> 'violations') AS v ("waivedBy" text)
        WHERE %s AND d.point = 'POWER_ON' AND d.rules <> '{}' AND v."waivedBy" IS NOT NULL
        GROUP BY 1),
      -- As they stood when the period ended: what was done with them later is not known yet.
      as_of AS MATERIALIZED (
        SELECT a.id, waiver_state(a, :until) AS state, waiver_json(a, :until) AS waiver, a.approved_at, a.expires_at, a.requested_at,
          least(a.expires_at, a.revoked_at) AS ended_at
        FROM waiver w CROSS JOIN LATERAL jsonb_populate_record(w,
          CASE WHEN w.revoked_at >= :until THEN '{"revoked_at": null, "revoked_by": null, "revoke_reason": null}' ELSE '{}' END::jsonb
          || CASE WHEN w.approved_at >= :until THEN '{"approved_at": null, "approved_by": null}' ELSE '{}' END::jsonb) AS a
        WHERE w.requested_at < :until AND (w.revoked_at IS NULL OR w.revoked_at >= :since) AND w.expires_at >= :since
          AND (:tier::text IS NULL OR EXISTS (
            SELECT 1 FROM vm v
            LEFT JOIN fact c ON c.kind = 'VM' AND c.subject = v.id AND c.fact_group = 'configuration'
            WHERE (w.vm_id IS NULL OR v.id = w.vm_id)
              AND (w.selector IS NULL OR v.assignment @> w.selector)
              AND coalesce(v.assignment ->> 'tier', c.body ->> 'tier') = :tier
              AND (w.host_id IS NULL OR EXISTS (SELECT 1 FROM placement p WHERE p.vm_id = v.id AND p.host_id = w.host_id))))),
      told AS (SELECT a.*, coalesce(u.starts, 0) AS starts FROM as_of a LEFT JOIN used u USING (id)),
      in_force AS (SELECT waiver, starts, expires_at, id FROM told WHERE state = 'active'),
      ended AS (
        SELECT waiver, starts, ended_at, id FROM told WHERE state = 'revoked' OR state = 'expired' AND approved_at IS NOT NULL),
      awaiting AS (SELECT waiver, starts, requested_at, id FROM told WHERE state IN ('requested', 'approved'))
      SELECT jsonb_build_object(
        'inForce', %s,
        'expiring', (SELECT count(*) FROM in_force WHERE expires_at <= :until + interval '30 days'),
        'ended', %s,
        'awaiting', %s)
      """
          .formatted(
              Period.DECIDED,
              Period.top("in_force", "f.expires_at, f.id"),
              Period.top("ended", "f.ended_at DESC, f.id"),
              Period.top("awaiting", "f.requested_at DESC, f.id"));

  private static final String BREAK_GLASSES =
      """
      WITH one AS MATERIALIZED (
        SELECT g.id, g.requested_at, g.approved_at, g.used_at, break_glass_json(g, :until) AS "breakGlass",
          coalesce(d.body #>> '{vm,name}', v.name) AS "vmName",
          CASE WHEN d.id IS NULL THEN '[]'::jsonb ELSE %s END AS rules
        FROM break_glass g
        LEFT JOIN decision d ON d.id = g.decision_id
        LEFT JOIN vm v ON v.id = g.vm_id
        LEFT JOIN fact c ON c.kind = 'VM' AND c.subject = g.vm_id AND c.fact_group = 'configuration'
        WHERE g.requested_at < :until AND (g.requested_at >= :since OR g.approved_at >= :since OR g.used_at >= :since)
          AND (:tier::text IS NULL
            OR coalesce(d.body #>> '{vm,tier}', v.assignment ->> 'tier', c.body ->> 'tier') = :tier)),
      use AS (SELECT "breakGlass", "vmName", rules, used_at, id FROM one WHERE used_at >= :since AND used_at < :until)
      SELECT jsonb_build_object(
        'requested', (SELECT count(*) FROM one WHERE requested_at >= :since),
        'approved', (SELECT count(*) FROM one WHERE approved_at >= :since AND approved_at < :until),
        'used', %s)
      """
          .formatted(Denials.rules("d.body"), Period.top("use", "f.used_at DESC, f.id"));

  private ExceptionSections() {}

  static Waivers waivers(Statements on, Period period) throws SQLException {
    return period.ask(on, WAIVERS, Waivers.class);
  }

  static BreakGlasses breakGlasses(Statements on, Period period) throws SQLException {
    return period.ask(on, BREAK_GLASSES, BreakGlasses.class);
  }
}
