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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Decisions that a rule judges in the same way: all of them, or none. */
  private static final String GROUP =
      "d.revision, d.body #>> '{vm,tier}' AS tier, d.host_id IS NOT NULL AS placed";

  private static final String OF_GROUP =
      "d.revision = r.revision AND d.body #>> '{vm,tier}' IS NOT DISTINCT FROM r.tier"
          + " AND (d.host_id IS NOT NULL) = r.placed AND "
          + ANSWERED;

  private static final String GROUPS =
      """
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'group', jsonb_build_object('revision', r.revision, 'tier', r.tier, 'placed', r.placed),
        'decisions', r.decisions, 'last', %s)), '[]')
      FROM (SELECT %s, count(*) AS decisions, max(d.decided_at) AS last FROM decision d WHERE %s GROUP BY 1, 2, 3) r
      """
          .formatted(EVIDENCE.formatted("r.last", OF_GROUP), GROUP, ANSWERED);

  private static final String RULES =
      """
      WITH one AS (
        SELECT %s, d.decided_at, v.rule, bool_or(v.kind <> 'unknown') AS failed, bool_and(v."waivedBy" IS NOT NULL) AS waived,
          bool_or(%s) AND d.point = 'POWER_ON' AND NOT b.admitted AS refused
        FROM decision d CROSS JOIN LATERAL jsonb_to_record(d.body) AS b (admitted boolean, violations jsonb)
        CROSS JOIN LATERAL jsonb_to_recordset(b.violations) AS v (rule text, action text, kind text, "waivedBy" text)
        WHERE %s AND d.rules <> '{}'
        GROUP BY d.id, 1, 2, 3, d.decided_at, d.point, b.admitted, v.rule),
      of_rule AS (
        SELECT rule, revision, tier, placed, count(*) FILTER (WHERE failed) AS failed, count(*) FILTER (WHERE NOT failed) AS unknown,
          count(*) FILTER (WHERE waived) AS waived, count(*) FILTER (WHERE refused) AS refused, max(decided_at) AS last
        FROM one GROUP BY 1, 2, 3, 4)
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'rule', r.rule, 'group', jsonb_build_object('revision', r.revision, 'tier', r.tier, 'placed', r.placed),
        'counts', jsonb_build_object('failed', r.failed, 'unknown', r.unknown, 'waived', r.waived, 'refused', r.refused),
        'last', %s)), '[]')
      FROM of_rule r
      """
          .formatted(
              GROUP,
              Denials.denies("v"),
              ANSWERED,
              EVIDENCE.formatted("r.last", "r.rule = ANY (d.rules) AND " + OF_GROUP));

  private final Map<String, Catalogue.Rule> known = new TreeMap<>();
  private final Map<Group, Set<String>> judged = new HashMap<>();
  private final Map<String, Evaluated> evaluated = new TreeMap<>();
  private final Map<String, Failed> failed = new TreeMap<>();

  private RuleSection() {}

  /**
   * @param tier of the VM; null: it had none
   * @param placed whether there was a host
   */
  record Group(String revision, String tier, boolean placed) {}

  /** Decisions of one group. */
  record Decisions(Group group, long decisions, Evidence last) {}

  /** In how many decisions of one group a rule was not met. */
  record NotMet(String rule, Group group, Counts counts, Evidence last) {}

  /** In how many decisions a rule was not met. */
  record Counts(long failed, long unknown, long waived, long refused) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts and(Counts more) {
      return new Counts(
          failed + more.failed,
          unknown + more.unknown,
          waived + more.waived,
          refused + more.refused);
    }
  }

  private record Failed(Counts counts, Evidence last) {
    static final Failed NEVER = new Failed(Counts.NONE, null);

    Failed and(NotMet more) {
      return new Failed(counts.and(more.counts()), newer(last, more.last()));
    }
  }

  private record Evaluated(long decisions, Evidence last) {
    static final Evaluated NEVER = new Evaluated(0, null);

    Evaluated and(long more, Evidence itsLast) {
      return new Evaluated(decisions + more, newer(last, itsLast));
    }
  }

  /**
   * @param active the rules as they are now
   */
  static List<RuleEvidence> of(
      Statements on, Period period, Catalogue active, Catalogues catalogues) throws SQLException {
    RuleSection section = new RuleSection();
    for (JsonNode node : period.ask(on, GROUPS)) {
      Decisions decisions = Json.fromTree(node, Decisions.class);
      Optional<Catalogue> rules = catalogues.of(on, decisions.group().revision());
      rules.ifPresent(catalogue -> section.evaluated(decisions, catalogue));
    }
    active.rules().forEach(rule -> section.known.put(rule.rule(), rule));
    for (JsonNode node : period.ask(on, RULES)) {
      section.notMet(Json.fromTree(node, NotMet.class));
    }
    return section.evidence(active, period.tier());
  }

  private void evaluated(Decisions decisions, Catalogue catalogue) {
    Group group = decisions.group();
    for (Catalogue.Rule rule : catalogue.rules()) {
      known.put(rule.rule(), rule);
      if (catalogue.standing(rule, group.tier()) == Catalogue.Standing.JUDGES
          && (group.placed() || needsNoHost(rule))) {
        judged.computeIfAbsent(group, key -> new HashSet<>()).add(rule.rule());
        evaluated(rule.rule(), decisions.decisions(), decisions.last());
      }
    }
  }

  private void evaluated(String rule, long decisions, Evidence last) {
    evaluated.put(rule, evaluated.getOrDefault(rule, Evaluated.NEVER).and(decisions, last));
  }

  private void notMet(NotMet more) {
    failed.put(more.rule(), failed.getOrDefault(more.rule(), Failed.NEVER).and(more));
    // Where it is not known to have judged all, or is known not to have, it judged at least these.
    if (!judged.getOrDefault(more.group(), Set.of()).contains(more.rule())) {
      evaluated(more.rule(), more.counts().failed() + more.counts().unknown(), more.last());
    }
  }

  /** A rule that names no fact may look at the host all the same. */
  private static boolean needsNoHost(Catalogue.Rule rule) {
    return !rule.needs().isEmpty()
        && rule.needs().stream().allMatch(fact -> fact.startsWith("vm."));
  }

  private static Evidence newer(Evidence one, Evidence other) {
    return one == null || other.at().isAfter(one.at()) ? other : one;
  }

  private List<RuleEvidence> evidence(Catalogue active, String tier) {
    Map<String, Catalogue.Rule> all = new TreeMap<>(known);
    failed.keySet().forEach(rule -> all.putIfAbsent(rule, null));
    List<RuleEvidence> rules = new ArrayList<>();
    all.forEach(
        (name, rule) -> {
          Failed not = failed.getOrDefault(name, Failed.NEVER);
          Evaluated of = evaluated.getOrDefault(name, Evaluated.NEVER);
          rules.add(
              new RuleEvidence(
                  name,
                  rule == null ? "" : rule.title(),
                  rule == null ? List.of() : rule.controls(),
                  active.rule(name).map(now -> state(active, now, tier)).orElse(State.GONE),
                  of.decisions(),
                  not.counts().failed(),
                  not.counts().unknown(),
                  not.counts().waived(),
                  not.counts().refused(),
                  of.last(),
                  not.last()));
        });
    return rules;
  }

  /** Without a tier, the most that it does in any: VMs of all of them are counted. */
  private static State state(Catalogue active, Catalogue.Rule rule, String tier) {
    Set<Catalogue.Standing> standings = EnumSet.noneOf(Catalogue.Standing.class);
    if (tier != null) {
      standings.add(active.standing(rule, tier));
    } else {
      active.order().forEach(each -> standings.add(active.standing(rule, each)));
    }
    if (standings.contains(Catalogue.Standing.JUDGES)) {
      return State.ACTIVE;
    }
    return standings.contains(Catalogue.Standing.SLEEPS) ? State.SLEEPING : State.OFF;
  }
}
