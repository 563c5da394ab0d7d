package dev.tagout.policy.readiness;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.bundle.Tiers;
import dev.tagout.policy.evaluation.FailMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts verdicts and refused starts as they come. What it holds grows with the fleet only. */
final class ReadinessTally {
  private static final Comparator<Readiness.Vm> REFUSED_FIRST =
      Comparator.comparing(Readiness.Vm::wouldBeRefused)
          .thenComparing(Readiness.Vm::refusedStarts)
          .reversed()
          .thenComparing(Readiness.Vm::id);

  private final Tiers tiers;
  private final SortedMap<String, Boolean> sleeping;
  private final int limit;
  private final Map<VmId, Of> vms = new HashMap<>();
  private final Map<String, OfRule> rules = new TreeMap<>();
  private final Map<String, OfFact> facts = new TreeMap<>();
  private final Map<String, OfTier> byTier =
      new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));

  /**
   * @param sleeping the rules that there are, and whether they sleep
   * @param limit how many VMs, and subjects of one fact, are listed
   */
  ReadinessTally(Tiers tiers, SortedMap<String, Boolean> sleeping, int limit) {
    this.tiers = tiers;
    this.sleeping = sleeping;
    this.limit = limit;
    sleeping.keySet().forEach(this::rule);
  }

  /**
   * The verdict of a VM. One that was removed, or is gone from where it ran, stops nobody from
   * enforcing.
   */
  void verdict(Decision verdict, String owner) {
    if (verdict.placement() == Placement.LAST) {
      return;
    }
    boolean refused = refuses(verdict);
    OfTier tier = byTier.computeIfAbsent(verdict.vm().tier(), name -> new OfTier());
    tier.vms++;
    tier.refused += refused ? 1 : 0;
    Of vm = vm(verdict.vm());
    vm.owner = owner;
    vm.refused = refused;
    verdict.denials().forEach(denial -> vm.rules.add(denial.rule()));
    Set<String> violated = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (Violation violation : verdict.violations()) {
      (violation.kind() == ViolationKind.UNKNOWN ? unknown : violated).add(violation.rule());
      String fact = violation.details().path("fact").asText("");
      if (violation.kind() == ViolationKind.UNKNOWN && !fact.isEmpty()) {
        vm.missing.add(fact);
        facts.computeIfAbsent(fact, name -> new OfFact()).add(violation, verdict);
      }
    }
    violated.forEach(rule -> rule(rule).violated++);
    unknown.forEach(rule -> rule(rule).unknown++);
  }

  /** A decision of the past that denied. Verdicts among them are told by the one of today. */
  void denied(Decision decision) {
    if (decision.point() != Point.POWER_ON || decision.outcome() != Outcome.DENIED) {
      return;
    }
    Of vm = vm(decision.vm());
    vm.refusedStarts++;
    vm.lastRefusedAt =
        vm.lastRefusedAt == null || decision.decidedAt().isAfter(vm.lastRefusedAt)
            ? decision.decidedAt()
            : vm.lastRefusedAt;
    Set<String> denying = new TreeSet<>(decision.denials().map(Violation::rule).toList());
    vm.rules.addAll(denying);
    denying.forEach(rule -> rule(rule).refusedStarts++);
  }

  private boolean refuses(Decision verdict) {
    return switch (verdict.outcome()) {
      case DENIED, UNRECOGNIZED -> true;
      case INDETERMINATE -> tiers.failMode(verdict.vm().tier()) == FailMode.CLOSED;
      case ALLOWED, WAIVED -> false;
    };
  }

  private Of vm(VmRef ref) {
    return vms.computeIfAbsent(ref.id(), id -> new Of(ref));
  }

  private OfRule rule(String id) {
    return rules.computeIfAbsent(id, name -> new OfRule());
  }

  Readiness readiness(String revision, Instant since, Instant until) {
    List<Readiness.Vm> listed =
        vms.values().stream()
            .filter(Of::matters)
            .map(Of::vm)
            .sorted(REFUSED_FIRST)
            .limit(limit + 1L)
            .toList();
    boolean truncated =
        listed.size() > limit || facts.values().stream().anyMatch(f -> f.subjects.size() > limit);
    return new Readiness(
        since,
        until,
        revision,
        listed.subList(0, Math.min(limit, listed.size())),
        rules.entrySet().stream()
            .map(
                e ->
                    new Readiness.Rule(
                        e.getKey(),
                        e.getValue().violated,
                        e.getValue().unknown,
                        e.getValue().refusedStarts,
                        sleeping.getOrDefault(e.getKey(), false)))
            .toList(),
        facts.entrySet().stream().map(e -> e.getValue().fact(e.getKey(), limit)).toList(),
        byTier.entrySet().stream()
            .map(
                e ->
                    new Readiness.Tier(
                        e.getKey(),
                        e.getValue().vms,
                        e.getValue().refused,
                        e.getValue().refused == 0))
            .toList(),
        truncated);
  }

  private static final class Of {
    private final VmRef ref;
    private final Set<String> rules = new TreeSet<>();
    private final Set<String> missing = new TreeSet<>();
    private String owner;
    private boolean refused;
    private long refusedStarts;
    private Instant lastRefusedAt;

    Of(VmRef ref) {
      this.ref = ref;
    }

    boolean matters() {
      return refused || refusedStarts > 0 || !missing.isEmpty();
    }

    Readiness.Vm vm() {
      return new Readiness.Vm(
          ref.id(),
          ref.name(),
          ref.tier(),
          owner,
          refused,
          refusedStarts,
          lastRefusedAt,
          List.copyOf(rules),
          List.copyOf(missing));
    }
  }

  private static final class OfRule {
    private long violated;
    private long unknown;
    private long refusedStarts;
  }

  private static final class OfTier {
    private long vms;
    private long refused;
  }

  private static final class OfFact {
    private final Set<String> subjects = new TreeSet<>();
    private final Set<String> rules = new TreeSet<>();

    void add(Violation violation, Decision verdict) {
      rules.add(violation.rule());
      boolean ofHost = violation.subject() == SubjectOfViolation.HOST && verdict.host() != null;
      subjects.add(ofHost ? verdict.host().id().value() : verdict.vm().id().value());
    }

    Readiness.MissingFact fact(String name, int limit) {
      return new Readiness.MissingFact(
          name,
          subjects.stream().limit(limit).toList(),
          subjects.size(),
          FactFeeds.of(name),
          List.copyOf(rules));
    }
  }
}
