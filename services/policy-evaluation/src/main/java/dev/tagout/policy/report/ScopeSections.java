package dev.tagout.policy.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.RecordState;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.time.Instant;

/** Where the figures come from. */
final class ScopeSections {
  private static final String SCOPE =
      """
      WITH course AS (
        SELECT id, revision, activated_at, lead(activated_at) OVER (ORDER BY id) AS next, activated_by, rollback FROM activation),
      in_force AS (
        SELECT revision, activated_at AS "activatedAt", CASE WHEN next < :until THEN next END AS "replacedAt",
          activated_by AS "activatedBy", rollback, id
        FROM course WHERE activated_at < :until AND (next IS NULL OR next > :since)),
      told AS (SELECT source, count(*) AS groups, max(observed_at) AS newest FROM fact GROUP BY source)
      SELECT jsonb_build_object('revisions', %s, 'factSources', %s)
      """
          .formatted(Period.top("in_force", "f.id"), Period.top("told", "f.groups DESC, f.source"));

  private static final String RECORD =
      """
      WITH read AS (
        SELECT count(*) FILTER (WHERE d.point = 'POWER_ON') AS starts, count(*) FILTER (WHERE d.point = 'STANDING') AS verdicts,
          min(d.decided_at) AS first, max(d.decided_at) AS last
        FROM decision d WHERE %s AND d.point IN ('POWER_ON', 'STANDING')),
      newest AS (SELECT number, sealed_at, signature FROM seal ORDER BY number DESC LIMIT 1),
      dropped AS (SELECT max(below) AS below FROM retention WHERE dropped = 'decision')
      SELECT jsonb_build_object(
        'starts', r.starts, 'verdicts', r.verdicts, 'first', r.first, 'last', r.last,
        'waiting', (SELECT count(*) FROM unsealed),
        'lastSeal', n.number, 'lastSealedAt', n.sealed_at, 'signed', n.signature IS NOT NULL,
        -- Ids begin with their time (RFC 9562 section 5.7).
        'droppedBefore', to_timestamp(('x' || left(replace(p.below, '-', ''), 12))::bit(48)::bigint / 1000.0))
      FROM read r LEFT JOIN newest n ON true CROSS JOIN dropped p
      """
          .formatted(Period.DECIDED);

  private ScopeSections() {}

  static ComplianceReport.Scope scope(
      Statements on, Period period, Instant generatedAt, String version) throws SQLException {
    JsonNode found = period.ask(on, SCOPE);
    return Json.fromTree(
        ((ObjectNode) found)
            .put("tier", period.tier())
            .put("since", period.since().toString())
            .put("until", period.until().toString())
            .put("generatedAt", generatedAt.toString())
            .put("version", version),
        ComplianceReport.Scope.class);
  }

  static RecordState record(Statements on, Period period) throws SQLException {
    return period.ask(on, RECORD, RecordState.class);
  }
}
