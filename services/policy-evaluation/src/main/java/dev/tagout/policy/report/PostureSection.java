package dev.tagout.policy.report;

import dev.tagout.contracts.report.Posture;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;

/** How things stand now, by the standing verdicts. */
final class PostureSection {
  private static final String SQL =
      """
      WITH present AS MATERIALIZED (
        SELECT v.id, s.body, EXISTS (SELECT 1 FROM placement p WHERE p.vm_id = v.id AND p.state = 'RUNNING') AS runs
        FROM vm v
        LEFT JOIN fact c ON c.kind = 'VM' AND c.subject = v.id AND c.fact_group = 'configuration'
        LEFT JOIN verdict s ON s.vm_id = v.id
        WHERE (:tier::text IS NULL OR coalesce(v.assignment ->> 'tier', c.body ->> 'tier') = :tier)
          AND EXISTS (SELECT 1 FROM placement p WHERE p.vm_id = v.id AND p.state <> 'GONE')),
      standing AS MATERIALIZED (
        SELECT p.id, p.runs, b.* FROM present p LEFT JOIN LATERAL jsonb_to_record(p.body)
          AS b (outcome text, bypass boolean, drift boolean) ON true),
      host_in_scope AS MATERIALIZED (
        SELECT h.* FROM host h
        WHERE (h.listed_at IS NOT NULL OR EXISTS (SELECT 1 FROM placement p WHERE p.host_id = h.id AND p.state <> 'GONE'))
          AND (:tier::text IS NULL OR h.assignment ->> 'tier' = :tier
            OR h.id IN (SELECT p.host_id FROM placement p WHERE p.state <> 'GONE' AND p.vm_id IN (SELECT id FROM present)))),
      -- Whoever is on a host says how it stands, whatever its own tier.
      verdict_on_host AS MATERIALIZED (
        SELECT s.vm_id, b.host ->> 'id' AS host, b.outcome, b.violations
        FROM verdict s CROSS JOIN LATERAL jsonb_to_record(s.body) AS b (outcome text, host jsonb, placement text, violations jsonb)
        WHERE b.placement IN ('running', 'defined') AND b.host ->> 'id' IN (SELECT id FROM host_in_scope)),
      violation_of_host AS MATERIALIZED (
        SELECT o.host, v.rule, bool_or(v.kind <> 'unknown') AS violated
        FROM verdict_on_host o CROSS JOIN LATERAL jsonb_to_recordset(o.violations)
          AS v (rule text, action text, kind text, subject text)
        WHERE v.subject = 'host' AND v.action <> 'dryrun'
        GROUP BY o.host, v.rule),
      host_state AS MATERIALIZED (
        SELECT h.id AS host, h.name, h.assignment ->> 'tier' AS tier, h.assignment ->> 'group' AS "group",
          coalesce(j.vms, 0) AS "judgedBy", coalesce(h.connected, false) AS connected,
          coalesce(x.violated, '[]') AS violated, coalesce(x.unknown, '[]') AS unknown,
          CASE
            WHEN x.violated <> '[]' THEN 'not-compliant'
            WHEN x.unknown <> '[]' OR j.vms IS NULL OR h.connected IS NOT TRUE THEN 'unknown'
            ELSE 'compliant'
          END AS state
        FROM host_in_scope h
        LEFT JOIN (SELECT host, count(*) AS vms FROM verdict_on_host WHERE outcome <> 'INDETERMINATE' GROUP BY host) j ON j.host = h.id
        LEFT JOIN (
          SELECT host, coalesce(jsonb_agg(rule ORDER BY rule) FILTER (WHERE violated), '[]') AS violated,
            coalesce(jsonb_agg(rule ORDER BY rule) FILTER (WHERE NOT violated), '[]') AS unknown
          FROM violation_of_host GROUP BY host) x ON x.host = h.id),
      of_rule AS (
        SELECT rule, count(*) FILTER (WHERE violated) AS "notCompliant", count(*) FILTER (WHERE NOT violated) AS unknown
        FROM violation_of_host GROUP BY rule)
      SELECT jsonb_build_object(
        'vms', (SELECT jsonb_build_object(
            'total', count(*),
            'fit', count(*) FILTER (WHERE outcome = 'ALLOWED'),
            'waived', count(*) FILTER (WHERE outcome = 'WAIVED'),
            'unfit', count(*) FILTER (WHERE outcome = 'DENIED'),
            'undecided', count(*) FILTER (WHERE outcome IS NULL OR outcome NOT IN ('ALLOWED', 'WAIVED', 'DENIED')),
            'running', count(*) FILTER (WHERE runs),
            'drifted', count(*) FILTER (WHERE runs AND drift),
            'bypassing', count(*) FILTER (WHERE runs AND bypass))
          FROM standing),
        'hosts', (SELECT jsonb_build_object(
            'compliant', count(*) FILTER (WHERE state = 'compliant'),
            'notCompliant', count(*) FILTER (WHERE state = 'not-compliant'),
            'unknown', count(*) FILTER (WHERE state = 'unknown'))
          FROM host_state),
        'rules', %s,
        'listed', %s)
      """
          .formatted(
              Period.top(
                  "of_rule", "f.\"notCompliant\" DESC, f.unknown DESC, f.rule COLLATE \"C\""),
              Period.top(
                  "host_state",
                  "array_position(ARRAY['not-compliant', 'unknown'], f.state) NULLS LAST, f.host"));

  private PostureSection() {}

  static Posture of(Statements on, Period period) throws SQLException {
    return period.ask(on, SQL, Posture.class);
  }
}
