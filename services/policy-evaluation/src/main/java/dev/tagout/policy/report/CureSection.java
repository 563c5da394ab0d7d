package dev.tagout.policy.report;

import dev.tagout.contracts.report.Cures;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;

/** How long it took until what was refused was cured. */
final class CureSection {
  private static final String SQL =
      """
      WITH %s,
      pair AS MATERIALIZED (SELECT DISTINCT vm_id, rule FROM denial),
      refusal AS (
        SELECT DISTINCT n.vm_id, n.rule, n.id, n.decided_at, r.name FROM denial n JOIN refused r USING (id)),
      -- A verdict of a VM that is placed nowhere says nothing of rules about hosts.
      judged AS MATERIALIZED (
        SELECT d.vm_id, d.id, d.decided_at, d.rules FROM decision d
        WHERE d.decided_at >= :since AND d.decided_at < :until AND d.point IN ('POWER_ON', 'STANDING')
          AND d.outcome <> 'INDETERMINATE' AND d.host_id IS NOT NULL AND d.vm_id IN (SELECT vm_id FROM pair)),
      moment AS (
        SELECT vm_id, rule, id, decided_at, name, true AS refused FROM refusal
        UNION ALL
        SELECT p.vm_id, p.rule, j.id, j.decided_at, NULL, false FROM pair p JOIN judged j USING (vm_id)
        WHERE NOT p.rule = ANY (j.rules)),
      -- Backwards in time, so that the least so far is the next to come.
      looked_ahead AS (
        SELECT vm_id, rule, decided_at, name, refused,
          min(decided_at) FILTER (WHERE NOT refused) OVER (
            PARTITION BY vm_id, rule ORDER BY decided_at DESC, id DESC ROWS UNBOUNDED PRECEDING) AS cured_at
        FROM moment),
      one AS MATERIALIZED (
        SELECT vm_id, rule, cured_at, min(decided_at) AS first, count(*) AS refusals, max(name) AS name,
          extract(epoch FROM cured_at - min(decided_at)) AS seconds
        FROM looked_ahead WHERE refused GROUP BY vm_id, rule, cured_at),
      of_rule AS (
        SELECT rule, count(cured_at) AS cured, count(*) - count(cured_at) AS open,
          %s AS mean, %s AS median
        FROM one GROUP BY rule),
      bound AS (
        SELECT * FROM unnest(ARRAY[60, 3600, 28800, 86400, 259200, 604800, 1209600, 2592000, NULL]) WITH ORDINALITY AS b (seconds, n)),
      spread AS (
        SELECT b.n, b.seconds, count(o.seconds) AS cases
        FROM (SELECT n, seconds, coalesce(lag(seconds) OVER (ORDER BY n), -1) AS above FROM bound) b
        LEFT JOIN one o ON o.seconds > b.above AND (b.seconds IS NULL OR o.seconds <= b.seconds)
        GROUP BY b.n, b.seconds),
      open_case AS (
        SELECT vm_id AS vm, name, rule, first AS "firstRefusedAt", refusals, %s AS age FROM one WHERE cured_at IS NULL)
      SELECT jsonb_build_object(
        'cured', (SELECT count(cured_at) FROM one),
        'open', (SELECT count(*) FROM open_case),
        'mean', (SELECT %s FROM one),
        'median', (SELECT %s FROM one),
        'spread', (SELECT jsonb_agg(jsonb_build_object('atMost', 'PT' || seconds || 'S', 'cases', cases) ORDER BY n) FROM spread),
        'rules', %s,
        'longestOpen', %s)
      """
          .formatted(
              Denials.REFUSED,
              Period.duration("avg(seconds)"),
              Period.duration("percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)"),
              Period.duration("extract(epoch FROM :until - first)"),
              Period.duration("avg(seconds)"),
              Period.duration("percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)"),
              Period.top("of_rule", "f.cured + f.open DESC, f.rule COLLATE \"C\""),
              Period.top("open_case", "f.\"firstRefusedAt\", f.vm, f.rule COLLATE \"C\""));

  private CureSection() {}

  static Cures of(Statements on, Period period) throws SQLException {
    return period.ask(on, SQL, Cures.class);
  }
}
