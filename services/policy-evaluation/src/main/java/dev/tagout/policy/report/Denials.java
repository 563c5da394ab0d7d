package dev.tagout.policy.report;

/** Parts of statements about what stands in the way of a start. */
final class Denials {
  /**
   * Two relations: {@code refused}, the starts that were refused, and {@code denial}, each with
   * each of the rules that refused it.
   */
  static final String REFUSED =
      """
      refused AS MATERIALIZED (
        SELECT d.id, d.vm_id, d.decided_at, d.outcome, b.vm ->> 'name' AS name, b.violations
        FROM decision d CROSS JOIN LATERAL jsonb_to_record(d.body) AS b (admitted boolean, vm jsonb, violations jsonb)
        WHERE %s AND d.point = 'POWER_ON' AND d.outcome <> 'ALLOWED' AND NOT b.admitted),
      denial AS MATERIALIZED (
        SELECT r.id, r.vm_id, r.decided_at, v.rule, v.kind, v.severity, v.message
        FROM refused r CROSS JOIN LATERAL jsonb_to_recordset(r.violations)
          AS v (rule text, action text, kind text, severity text, message text, "waivedBy" text)
        WHERE %s)
      """
          .formatted(Period.DECIDED, denies("v"));

  private Denials() {}

  /** Whether a violation stands in the way, as {@code Violation.denies()} has it. */
  static String denies(String violation) {
    return "%1$s.\"waivedBy\" IS NULL AND %1$s.action NOT IN ('warn', 'dryrun')"
        .formatted(violation);
  }

  /** The rules that stand in the way in a decision, as an array of JSON. */
  static String rules(String body) {
    return """
        (SELECT coalesce(jsonb_agg(DISTINCT v.rule), '[]') FROM jsonb_to_recordset(%s -> 'violations')
           AS v (rule text, action text, "waivedBy" text) WHERE %s)
        """
        .formatted(body, denies("v"));
  }
}
