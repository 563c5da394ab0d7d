package dev.tagout.policy.impact;

import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.impact.Comparison.Case;
import dev.tagout.policy.impact.Impact.AffectedVm;
import dev.tagout.policy.impact.Impact.Counts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts comparisons as they come, in bounded memory. One thread at a time. */
final class Tally {
  /** Owners are free text; beyond so many, the rest is {@value #OTHERS}. */
  private static final int MAX_KEYS = 1000;

  private static final String OTHERS = "(others)";
  private static final String NOBODY = "(none)";

  private final int limit;
  private final Group denied = new Group();
  private final Group admitted = new Group();
  private final Map<String, Counts> byRule = new TreeMap<>();
  private final Map<String, Counts> byTier = new TreeMap<>();
  private final Map<String, Counts> byOwner = new TreeMap<>();
  private long replayed;
  private long undecided;
  private long skipped;
  private boolean truncated;

  /**
   * @param limit how many VMs are listed on each side
   */
  Tally(int limit) {
    this.limit = limit;
  }

  void add(Comparison comparison) {
    switch (comparison) {
      case Comparison.Same same -> replayed++;
      case Comparison.Undecided none -> {
        replayed++;
        undecided++;
      }
      case Comparison.Skipped none -> skipped++;
      case Comparison.NewlyDenied newly -> {
        replayed++;
        count(newly.of(), new Counts(1, 0));
        denied.add(newly.of());
      }
      case Comparison.NewlyAdmitted newly -> {
        replayed++;
        count(newly.of(), new Counts(0, 1));
        admitted.add(newly.of());
      }
    }
  }

  /** There is more, which nobody looks at. */
  void cutShort() {
    truncated = true;
  }

  Impact impact(String revision, String base, Impact.Scope scope, Instant since, Instant until) {
    return new Impact(
        revision,
        base,
        scope,
        since,
        until,
        replayed,
        undecided,
        skipped,
        denied.side(),
        admitted.side(),
        byRule,
        byTier,
        byOwner,
        truncated);
  }

  private void count(Case one, Counts counts) {
    new TreeSet<>(one.denials().stream().map(Violation::rule).toList())
        .forEach(rule -> count(byRule, rule, counts));
    count(byTier, one.vm().tier(), counts);
    count(byOwner, one.owner(), counts);
  }

  private static void count(Map<String, Counts> by, String key, Counts counts) {
    String named = key == null ? NOBODY : key;
    String kept = by.containsKey(named) || by.size() < MAX_KEYS ? named : OTHERS;
    by.merge(kept, counts, Counts::plus);
  }

  /** One side: the VMs in the order in which they came up. */
  private final class Group {
    private final Map<VmId, Listed> vms = new LinkedHashMap<>();
    private long decisions;

    void add(Case one) {
      decisions++;
      Listed listed = vms.get(one.vm().id());
      if (listed == null && vms.size() < limit) {
        listed = new Listed(one);
        vms.put(one.vm().id(), listed);
      }
      if (listed == null) {
        truncated = true;
      } else {
        listed.add(one);
      }
    }

    Impact.Side side() {
      return new Impact.Side(decisions, vms.values().stream().map(Listed::vm).toList());
    }
  }

  private static final class Listed {
    private Case newest;
    private Instant first;
    private final Set<String> rules = new TreeSet<>();
    private final Set<String> messages = new LinkedHashSet<>();
    private long decisions;

    Listed(Case one) {
      this.newest = one;
      this.first = one.at();
    }

    void add(Case one) {
      decisions++;
      newest = one.at().isAfter(newest.at()) ? one : newest;
      first = one.at().isBefore(first) ? one.at() : first;
      for (Violation denial : one.denials()) {
        rules.add(denial.rule());
        if (messages.size() < AffectedVm.MAX_MESSAGES) {
          messages.add(denial.message());
        }
      }
    }

    AffectedVm vm() {
      HostRef host = newest.host();
      return new AffectedVm(
          newest.vm().id(),
          newest.vm().name(),
          newest.vm().tier(),
          newest.owner(),
          host == null ? null : host.id().value(),
          decisions,
          List.copyOf(rules),
          List.copyOf(messages),
          first,
          newest.at());
    }
  }
}
