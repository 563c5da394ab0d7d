package dev.tagout.policy.report;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.report.Starts.By;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The figures of a history by the definitions in {@code docs/operations/report.md}, decision by
 * decision and in plain Java: nothing of how the service counts.
 */
final class Expected {
  /** A case of a VM and a rule. */
  record Case(VmId vm, String rule, Instant first, Instant cured, int refusals) {}

  /** Rules that judge the VMs of every tier, and what they need. */
  static final Map<String, Set<String>> NEEDS =
      Map.of(
          "patch/missing_security_updates", Set.of("vm.patch"),
          "patch/scan_stale", Set.of("vm.patch"),
          "patch/unknown", Set.of("vm.patch"),
          "tier/host_below_vm", Set.of("vm.tier", "host.tier"),
          "tier/unknown", Set.of("vm.tier", "host.tier", "residents"),
          "tier/mixed", Set.of("vm.tier", "residents"));

  final Map<String, Long> answers = new TreeMap<>();
  final Map<String, Long> refusalsByRule = new TreeMap<>();
  final Map<String, Long> refusalsByVm = new TreeMap<>();
  final Map<String, Long> refusalsByOwner = new TreeMap<>();
  final Map<String, Long> refusalsByReason = new TreeMap<>();
  final Map<String, Long> failed = new TreeMap<>();
  final Map<String, Long> unknown = new TreeMap<>();
  final Map<String, Long> waived = new TreeMap<>();
  final Map<String, Long> evaluated = new TreeMap<>();
  final Map<String, Long> missing = new TreeMap<>();
  final List<Case> cases = new ArrayList<>();
  long starts;
  long verdicts;

  /**
   * @param tier null: all
   */
  Expected(List<Decision> history, String tier, Instant since, Instant until) {
    List<Decision> counted =
        history.stream()
            .filter(d -> !d.decidedAt().isBefore(since) && d.decidedAt().isBefore(until))
            .sorted(Comparator.comparing(Decision::decidedAt))
            .toList();
    for (Decision decision : counted) {
      if (tier == null || tier.equals(decision.vm().tier())) {
        count(decision);
      }
    }
    cases(counted.stream().filter(d -> tier == null || tier.equals(d.vm().tier())).toList());
  }

  private void count(Decision decision) {
    boolean start = decision.point() == Point.POWER_ON;
    starts += start ? 1 : 0;
    verdicts += start ? 0 : 1;
    if (start) {
      add(answers, (decision.admitted() ? "admitted " : "refused ") + by(decision));
    }
    Set<String> denying = new TreeSet<>(decision.denials().map(Violation::rule).toList());
    if (start && !decision.admitted()) {
      denying.forEach(rule -> add(refusalsByRule, rule));
      add(refusalsByVm, decision.vm().id().value());
      add(refusalsByOwner, History.ownerOf(decision.vm().id()));
      Set<String> reasons = new TreeSet<>();
      decision
          .denials()
          .forEach(v -> reasons.add(v.kind() == ViolationKind.UNKNOWN ? "unknown" : "violated"));
      if (decision.outcome() == Outcome.INDETERMINATE) {
        reasons.add("no_answer");
      }
      reasons.forEach(reason -> add(refusalsByReason, reason));
    }
    if (decision.outcome() != Outcome.INDETERMINATE) {
      NEEDS.forEach(
          (rule, needs) -> {
            boolean says = decision.violations().stream().anyMatch(v -> v.rule().equals(rule));
            boolean knows = needs.stream().noneMatch(History.missing(decision.vm().id())::contains);
            add(says || knows ? evaluated : missing, rule);
          });
      for (Violation violation : decision.violations()) {
        add(violation.kind() == ViolationKind.UNKNOWN ? unknown : failed, violation.rule());
        if (violation.waivedBy() != null) {
          add(waived, violation.rule());
        }
      }
    }
  }

  private static By by(Decision decision) {
    if (decision.breakGlass() != null) {
      return By.BREAK_GLASS;
    }
    if (decision.ticket() != null) {
      return By.TICKET;
    }
    boolean fits = decision.outcome() == Outcome.ALLOWED || decision.outcome() == Outcome.WAIVED;
    if (!fits && decision.admitted() && decision.enforcement() == Enforcement.OBSERVE) {
      return By.OBSERVE;
    }
    return switch (decision.outcome()) {
      case INDETERMINATE -> By.FAIL_MODE;
      case WAIVED -> By.WAIVER;
      default -> By.POLICY;
    };
  }

  /** Walks through time with what is open. */
  private void cases(List<Decision> inOrder) {
    Map<List<String>, Case> open = new HashMap<>();
    for (Decision decision : inOrder) {
      if (decision.outcome() == Outcome.INDETERMINATE) {
        continue;
      }
      Set<String> violated = new HashSet<>();
      decision.violations().forEach(v -> violated.add(v.rule()));
      for (String rule : History.RULES) {
        List<String> key = List.of(decision.vm().id().value(), rule);
        Case known = open.get(key);
        boolean refused =
            decision.point() == Point.POWER_ON
                && !decision.admitted()
                && decision.denials().anyMatch(v -> v.rule().equals(rule));
        if (refused) {
          open.put(
              key,
              known == null
                  ? new Case(decision.vm().id(), rule, decision.decidedAt(), null, 1)
                  : new Case(known.vm, rule, known.first, null, known.refusals + 1));
        } else if (known != null && !violated.contains(rule)) {
          open.remove(key);
          cases.add(new Case(known.vm, rule, known.first, decision.decidedAt(), known.refusals));
        }
      }
    }
    cases.addAll(open.values());
  }

  List<Duration> cures() {
    return cases.stream()
        .filter(c -> c.cured != null)
        .map(c -> Duration.between(c.first, c.cured))
        .sorted()
        .toList();
  }

  Duration mean() {
    List<Duration> cures = cures();
    return cures.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(cures.size());
  }

  Duration median() {
    List<Duration> cures = cures();
    int half = cures.size() / 2;
    return cures.size() % 2 == 1
        ? cures.get(half)
        : cures.get(half - 1).plus(cures.get(half)).dividedBy(2);
  }

  private static void add(Map<String, Long> counts, String key) {
    counts.merge(key, 1L, Long::sum);
  }
}
