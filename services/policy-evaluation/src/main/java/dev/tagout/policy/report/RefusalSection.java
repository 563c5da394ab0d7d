package dev.tagout.policy.report;

import dev.tagout.contracts.report.Refusals;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;

/** What was refused, and why. */
final class RefusalSection {
  private static final String SQL =
      """
      WITH %s,
      last_of_rule AS (
        SELECT DISTINCT ON (rule) rule, severity, message AS example, id AS last FROM denial
        ORDER BY rule, decided_at DESC, id DESC),
      of_rule AS (
        SELECT l.rule, l.severity, c.refusals, c.vms, l.example, l.last
        FROM (SELECT rule, count(DISTINCT id) AS refusals, count(DISTINCT vm_id) AS vms FROM denial GROUP BY rule) c
        JOIN last_of_rule l USING (rule)),
      reason AS (
        SELECT id, vm_id, CASE kind WHEN 'unknown' THEN 'unknown' ELSE 'violated' END AS reason FROM denial
        UNION ALL
        SELECT id, vm_id, 'no-answer' FROM refused WHERE outcome = 'INDETERMINATE'),
      of_reason AS (
        SELECT reason, count(DISTINCT id) AS refusals, count(DISTINCT vm_id) AS vms FROM reason GROUP BY reason),
      last_of_vm AS MATERIALIZED (
        SELECT DISTINCT ON (vm_id) vm_id, id, decided_at, name FROM refused ORDER BY vm_id, decided_at DESC, id DESC),
      -- The whole input is read once a VM, not once a start.
      of_vm AS MATERIALIZED (
        SELECT l.vm_id AS vm, l.name, d.input #>> '{vm,owner}' AS owner, c.refusals, l.decided_at AS "lastAt", l.id AS last
        FROM last_of_vm l
        JOIN (SELECT vm_id, count(*) AS refusals FROM refused GROUP BY vm_id) c USING (vm_id)
        JOIN decision d ON d.id = l.id),
      of_owner AS (
        SELECT owner, sum(refusals)::bigint AS refusals, count(*) AS vms FROM of_vm GROUP BY owner),
      rules_of_vm AS (
        SELECT vm_id AS vm, jsonb_agg(DISTINCT rule) AS rules FROM denial GROUP BY vm_id),
      of_vm_with_rules AS (
        SELECT v.*, coalesce(r.rules, '[]') AS rules FROM of_vm v LEFT JOIN rules_of_vm r USING (vm))
      SELECT jsonb_build_object(
        'vms', (SELECT count(*) FROM of_vm),
        'rules', %s,
        'reasons', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.refusals DESC, r.reason), '[]') FROM of_reason r),
        'topVms', %s,
        'topOwners', %s)
      """
          .formatted(
              Denials.REFUSED,
              Period.top("of_rule", "f.refusals DESC, f.rule COLLATE \"C\""),
              Period.top("of_vm_with_rules", "f.refusals DESC, f.\"lastAt\" DESC, f.vm"),
              Period.top("of_owner", "f.refusals DESC, f.owner COLLATE \"C\" NULLS LAST"));

  private RefusalSection() {}

  static Refusals of(Statements on, Period period) throws SQLException {
    return period.ask(on, SQL, Refusals.class);
  }
}
