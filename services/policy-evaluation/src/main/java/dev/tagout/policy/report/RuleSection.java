package dev.tagout.policy.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.report.RuleEvidence;
import dev.tagout.contracts.report.RuleEvidence.Evidence;
import dev.tagout.contracts.report.RuleEvidence.State;
import dev.tagout.policy.bundle.Catalogue;
import dev.tagout.policy.bundle.Catalogues;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the record has of each rule. */
final class RuleSection {
  /** Where a decision stands in the sealed record. */
  private static final String EVIDENCE =
      """
      (SELECT jsonb_build_object('decision', d.id, 'at', d.decided_at, 'position', e.position, 'seal',
          (SELECT s.number FROM seal s WHERE s.first <= e.position ORDER BY s.first DESC LIMIT 1))
       FROM decision d LEFT JOIN seal_entry e ON e.source = 'decision' AND e.id = d.id::text
       WHERE d.decided_at = %s AND %s ORDER BY d.id DESC LIMIT 1)
      """;

  private static final String ANSWERED =
      Period.DECIDED + " AND d.point IN ('POWER_ON', 'STANDING') AND d.outcome <> 'INDETERMINATE' ";

  private static final String REVISIONS =
      """
      SELECT coalesce(jsonb_agg(jsonb_build_object('revision', r.revision, 'decisions', r.decisions, 'last', %s)), '[]')
      FROM (SELECT d.revision, count(*) AS decisions, max(d.decided_at) AS last FROM decision d WHERE %s GROUP BY d.revision) r
      """
          .formatted(
              EVIDENCE.formatted("r.last", "d.revision = r.revision AND " + ANSWERED), ANSWERED);

  private static final String RULES =
      """
      WITH one AS (
        SELECT d.id, d.decided_at, v.rule, bool_or(v.kind <> 'unknown') AS failed, bool_and(v."waivedBy" IS NOT NULL) AS waived,
          bool_or(%s) AND d.point = 'POWER_ON' AND NOT b.admitted AS refused
        FROM decision d CROSS JOIN LATERAL jsonb_to_record(d.body) AS b (admitted boolean, violations jsonb)
        CROSS JOIN LATERAL jsonb_to_recordset(b.violations) AS v (rule text, action text, kind text, "waivedBy" text)
        WHERE %s AND d.rules <> '{}'
        GROUP BY d.id, d.decided_at, d.point, b.admitted, v.rule),
      of_rule AS (
        SELECT rule, count(*) FILTER (WHERE failed) AS failed, count(*) FILTER (WHERE NOT failed) AS unknown,
          count(*) FILTER (WHERE waived) AS waived, count(*) FILTER (WHERE refused) AS refused, max(decided_at) AS last
        FROM one GROUP BY rule)
      SELECT coalesce(jsonb_agg(to_jsonb(r) - 'last' || jsonb_build_object('lastFailure', %s)), '[]') FROM of_rule r
      """
          .formatted(
              Denials.denies("v"),
              ANSWERED,
              EVIDENCE.formatted("r.last", "r.rule = ANY (d.rules) AND " + ANSWERED));

  private final Map<String, Catalogue.Rule> known = new TreeMap<>();
  private final Map<String, Evaluated> evaluated = new TreeMap<>();
  private final Map<String, Failed> failed = new TreeMap<>();

  private RuleSection() {}

  /** Decisions of one revision. */
  record Revision(String revision, long decisions, Evidence last) {}

  /** In how many decisions a rule was not met. */
  record Failed(
      String rule, long failed, long unknown, long waived, long refused, Evidence lastFailure) {
    static Failed never(String rule) {
      return new Failed(rule, 0, 0, 0, 0, null);
    }
  }

  private record Evaluated(long decisions, Evidence last) {
    static final Evaluated NEVER = new Evaluated(0, null);

    Evaluated and(Revision more) {
      boolean newer = last == null || more.last().at().isAfter(last.at());
      return new Evaluated(decisions + more.decisions(), newer ? more.last() : last);
    }
  }

  /**
   * @param active the rules as they are now
   */
  static List<RuleEvidence> of(
      Statements on, Period period, Catalogue active, Catalogues catalogues) throws SQLException {
    RuleSection section = new RuleSection();
    for (JsonNode node : period.ask(on, REVISIONS)) {
      Revision revision = Json.fromTree(node, Revision.class);
      Optional<Catalogue> rules = catalogues.of(on, revision.revision());
      rules.ifPresent(catalogue -> section.evaluated(revision, catalogue));
    }
    active.rules().forEach(rule -> section.known.put(rule.rule(), rule));
    for (JsonNode node : period.ask(on, RULES)) {
      Failed one = Json.fromTree(node, Failed.class);
      section.failed.put(one.rule(), one);
    }
    return section.evidence(active, period.tier());
  }

  private void evaluated(Revision revision, Catalogue catalogue) {
    for (Catalogue.Rule rule : catalogue.rules()) {
      known.put(rule.rule(), rule);
      evaluated.put(
          rule.rule(), evaluated.getOrDefault(rule.rule(), Evaluated.NEVER).and(revision));
    }
  }

  private List<RuleEvidence> evidence(Catalogue active, String tier) {
    Map<String, Catalogue.Rule> all = new TreeMap<>(known);
    failed.keySet().forEach(rule -> all.putIfAbsent(rule, null));
    List<RuleEvidence> rules = new ArrayList<>();
    all.forEach(
        (name, rule) -> {
          Failed not = failed.getOrDefault(name, Failed.never(name));
          Evaluated judged = evaluated.getOrDefault(name, Evaluated.NEVER);
          rules.add(
              new RuleEvidence(
                  name,
                  rule == null ? "" : rule.title(),
                  rule == null ? List.of() : rule.controls(),
                  active.rule(name).map(now -> state(now, tier)).orElse(State.GONE),
                  // Of a revision that is not stored any more only failures are known.
                  Math.max(judged.decisions(), not.failed() + not.unknown()),
                  not.failed(),
                  not.unknown(),
                  not.waived(),
                  not.refused(),
                  judged.last() == null ? not.lastFailure() : judged.last(),
                  not.lastFailure()));
        });
    return rules;
  }

  private static State state(Catalogue.Rule rule, String tier) {
    JsonNode own = rule.parameters().path("tiers").path(tier == null ? "" : tier).path("action");
    JsonNode action = own.isMissingNode() ? rule.parameters().path("default").path("action") : own;
    if (action.asText().equals("off")) {
      return State.OFF;
    }
    return rule.isSleeping() ? State.SLEEPING : State.ACTIVE;
  }
}
