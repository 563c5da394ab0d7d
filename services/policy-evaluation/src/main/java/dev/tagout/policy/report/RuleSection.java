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
import java.util.Collection;
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
       WHERE d.decided_at = r.last AND %s ORDER BY d.id DESC LIMIT 1)
      """;

  private static final String ANSWERED =
      Period.DECIDED + " AND d.point IN ('POWER_ON', 'STANDING') AND d.outcome <> 'INDETERMINATE' ";

  /** Under which policies the decisions were made. */
  private static final String REVISIONS =
      "SELECT coalesce(jsonb_agg(DISTINCT d.revision), '[]') FROM decision d WHERE " + ANSWERED;

  /** Whether a group of facts was missing, by what is recorded of what a decision was made from. */
  private static final String MISSING =
      ", (coalesce(i.whole #> string_to_array(:fact%d, '.'), 'null') = 'null')::int";

  /**
   * Decisions that a rule judges in the same way, all of them or none, with how many of them which
   * rule had something to say of. What was missing is 0 and 1 for each of the facts in turn.
   */
  private static final String GROUPS =
      """
      WITH read AS MATERIALIZED (
        SELECT d.id, d.decided_at, d.rules, d.revision, d.body #>> '{vm,tier}' AS tier, i.whole #>> '{host,tier}' AS host_tier,
          d.host_id IS NOT NULL AS placed, concat(''%s) AS missing
        -- Joined to nothing, so that it is taken out of its compressed form once and not for each fact.
        FROM decision d CROSS JOIN LATERAL (SELECT d.input || '{}' AS whole OFFSET 0) i
        WHERE %s),
      counted AS (
        SELECT revision, tier, host_tier, placed, missing, count(*) AS decisions, max(decided_at) AS last
        FROM read GROUP BY 1, 2, 3, 4, 5),
      told AS (
        SELECT revision, tier, host_tier, placed, missing, jsonb_object_agg(rule, decisions) AS rules
        FROM (
          SELECT revision, tier, host_tier, placed, missing, u.rule, count(*) AS decisions
          FROM read CROSS JOIN LATERAL unnest(rules) AS u (rule) GROUP BY 1, 2, 3, 4, 5, 6) t
        GROUP BY 1, 2, 3, 4, 5),
      newest AS (
        SELECT r.revision, r.tier, r.host_tier, r.placed, r.missing, max(d.id::text)::uuid AS id
        FROM counted r JOIN read d ON d.decided_at = r.last AND d.revision = r.revision AND d.missing = r.missing
          AND d.placed = r.placed AND d.tier IS NOT DISTINCT FROM r.tier AND d.host_tier IS NOT DISTINCT FROM r.host_tier
        GROUP BY 1, 2, 3, 4, 5)
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'revision', r.revision, 'tier', r.tier, 'hostTier', r.host_tier, 'placed', r.placed, 'missing', r.missing,
        'decisions', r.decisions, 'told', coalesce(t.rules, '{}'), 'last', %s)), '[]')
      FROM counted r
      JOIN newest n ON n.revision = r.revision AND n.missing = r.missing AND n.placed = r.placed
        AND n.tier IS NOT DISTINCT FROM r.tier AND n.host_tier IS NOT DISTINCT FROM r.host_tier
      LEFT JOIN told t ON t.revision = r.revision AND t.missing = r.missing AND t.placed = r.placed
        AND t.tier IS NOT DISTINCT FROM r.tier AND t.host_tier IS NOT DISTINCT FROM r.host_tier
      """;

  private static final String RULES =
      """
      WITH one AS (
        SELECT d.decided_at, v.rule, bool_or(v.kind <> 'unknown') AS failed, bool_and(v."waivedBy" IS NOT NULL) AS waived,
          bool_or(%s) AND d.point = 'POWER_ON' AND NOT b.admitted AS refused
        FROM decision d CROSS JOIN LATERAL jsonb_to_record(d.body) AS b (admitted boolean, violations jsonb)
        CROSS JOIN LATERAL jsonb_to_recordset(b.violations) AS v (rule text, action text, kind text, "waivedBy" text)
        WHERE %s AND d.rules <> '{}'
        GROUP BY d.id, d.decided_at, d.point, b.admitted, v.rule),
      of_rule AS (
        SELECT rule, count(*) FILTER (WHERE failed) AS failed, count(*) FILTER (WHERE NOT failed) AS unknown,
          count(*) FILTER (WHERE waived) AS waived, count(*) FILTER (WHERE refused) AS refused, max(decided_at) AS last
        FROM one GROUP BY 1)
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'rule', r.rule,
        'counts', jsonb_build_object('failed', r.failed, 'unknown', r.unknown, 'waived', r.waived, 'refused', r.refused),
        'last', %s)), '[]')
      FROM of_rule r
      """
          .formatted(
              Denials.denies("v"),
              ANSWERED,
              EVIDENCE.formatted("r.rule = ANY (d.rules) AND " + ANSWERED));

  private final Map<String, Catalogue.Rule> known = new TreeMap<>();
  private final Map<String, Evaluated> evaluated = new TreeMap<>();
  private final Map<String, NotMet> notMet = new TreeMap<>();
  private final Map<String, Long> missing = new TreeMap<>();

  /** Of which it is known whether they were missing, in this order. */
  private final List<String> facts;

  private RuleSection(List<String> facts) {
    this.facts = facts;
  }

  /**
   * Decisions that a rule judges in the same way.
   *
   * @param tier of the VM; null: it had none
   * @param hostTier null: it had none, or there was no host
   * @param placed whether there was a host
   * @param missing for each of the facts, 1 when it was missing, else 0
   * @param told in how many of them a rule was not met, by its name
   */
  record Group(
      String revision,
      String tier,
      String hostTier,
      boolean placed,
      String missing,
      long decisions,
      Map<String, Long> told,
      Evidence last) {}

  /** In how many decisions a rule was not met. */
  record NotMet(String rule, Counts counts, Evidence last) {
    static NotMet never(String rule) {
      return new NotMet(rule, new Counts(0, 0, 0, 0), null);
    }
  }

  /** In how many decisions a rule was not met, and how. */
  record Counts(long failed, long unknown, long waived, long refused) {}

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
    Map<String, Catalogue> inForce = new HashMap<>();
    for (JsonNode revision : period.ask(on, REVISIONS)) {
      catalogues
          .of(on, revision.asText())
          .ifPresent(catalogue -> inForce.put(revision.asText(), catalogue));
    }
    RuleSection section = new RuleSection(facts(inForce.values()));
    for (Group group : section.groups(on, period)) {
      section.evaluated(group, Optional.ofNullable(inForce.get(group.revision())));
    }
    active.rules().forEach(rule -> section.known.put(rule.rule(), rule));
    for (JsonNode node : period.ask(on, RULES)) {
      NotMet not = Json.fromTree(node, NotMet.class);
      section.notMet.put(not.rule(), not);
    }
    return section.evidence(active, period.tier());
  }

  /** All that any rule needs. */
  private static List<String> facts(Collection<Catalogue> catalogues) {
    return catalogues.stream()
        .flatMap(catalogue -> catalogue.rules().stream())
        .flatMap(rule -> rule.needs().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private List<Group> groups(Statements on, Period period) throws SQLException {
    StringBuilder each = new StringBuilder();
    Map<String, Object> names = new HashMap<>();
    for (int i = 0; i < facts.size(); i++) {
      each.append(MISSING.formatted(i));
      names.put("fact" + i, facts.get(i));
    }
    String sql = GROUPS.formatted(each, ANSWERED, EVIDENCE.formatted("d.id = n.id"));
    List<Group> groups = new ArrayList<>();
    period.ask(on, sql, names).forEach(node -> groups.add(Json.fromTree(node, Group.class)));
    return groups;
  }

  private void evaluated(Group group, Optional<Catalogue> catalogue) {
    Set<String> judging = new HashSet<>();
    for (Catalogue.Rule rule : catalogue.map(Catalogue::rules).orElse(List.of())) {
      known.put(rule.rule(), rule);
      if (catalogue.get().standing(rule, group.tier()) != Catalogue.Standing.JUDGES
          || !group.placed() && !needsNoHost(rule)) {
        continue;
      }
      if (rule.needs().stream().anyMatch(fact -> isMissing(fact, group, catalogue.get()))) {
        // Of the others it said nothing: it leaves that to another rule, or to nobody.
        long told = group.told().getOrDefault(rule.rule(), 0L);
        missing.merge(rule.rule(), group.decisions() - told, Long::sum);
      } else {
        judging.add(rule.rule());
        evaluated(rule.rule(), group.decisions(), group.last());
      }
    }
    // Where it is not known to have judged all, or is known not to have, it judged at least these.
    group
        .told()
        .forEach(
            (rule, decisions) -> {
              if (!judging.contains(rule)) {
                evaluated(rule, decisions, null);
              }
            });
  }

  /** A tier that is none of the order is as good as none: {@code tagout/facts.rego}. */
  private boolean isMissing(String fact, Group group, Catalogue catalogue) {
    return switch (fact) {
      case "vm.tier" -> !isKnown(group.tier(), catalogue);
      case "host.tier" -> !isKnown(group.hostTier(), catalogue);
      default -> group.missing().charAt(facts.indexOf(fact)) == '1';
    };
  }

  private static boolean isKnown(String tier, Catalogue catalogue) {
    return tier != null && catalogue.order().contains(tier);
  }

  private void evaluated(String rule, long decisions, Evidence last) {
    evaluated.put(rule, evaluated.getOrDefault(rule, Evaluated.NEVER).and(decisions, last));
  }

  /** A rule that names no fact may look at the host all the same. */
  private static boolean needsNoHost(Catalogue.Rule rule) {
    return !rule.needs().isEmpty()
        && rule.needs().stream().allMatch(fact -> fact.startsWith("vm."));
  }

  private static Evidence newer(Evidence one, Evidence other) {
    return one == null || other != null && other.at().isAfter(one.at()) ? other : one;
  }

  private List<RuleEvidence> evidence(Catalogue active, String tier) {
    Map<String, Catalogue.Rule> all = new TreeMap<>(known);
    notMet.keySet().forEach(rule -> all.putIfAbsent(rule, null));
    List<RuleEvidence> rules = new ArrayList<>();
    all.forEach(
        (name, rule) -> {
          NotMet not = notMet.getOrDefault(name, NotMet.never(name));
          Evaluated of = evaluated.getOrDefault(name, Evaluated.NEVER);
          rules.add(
              new RuleEvidence(
                  name,
                  rule == null ? "" : rule.title(),
                  rule == null ? List.of() : rule.controls(),
                  active.rule(name).map(now -> state(active, now, tier)).orElse(State.GONE),
                  of.decisions(),
                  missing.getOrDefault(name, 0L),
                  not.counts().failed(),
                  not.counts().unknown(),
                  not.counts().waived(),
                  not.counts().refused(),
                  newer(of.last(), not.last()),
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
