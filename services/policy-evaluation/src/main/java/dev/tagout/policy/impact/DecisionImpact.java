package dev.tagout.policy.impact;

import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.decision.DecisionHistory;
import dev.tagout.policy.decision.DecisionHistory.Recorded;
import dev.tagout.policy.waiver.WaiverStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Iterator;

/** What another policy would have meant for what was recorded. */
@ApplicationScoped
public class DecisionImpact {
  private final DecisionHistory history;
  private final WaiverStore waivers;
  private final ActivePolicy policies;
  private final long maxDecisions;

  DecisionImpact(
      DecisionHistory history, WaiverStore waivers, ActivePolicy policies, PolicyConfig config) {
    this.history = history;
    this.waivers = waivers;
    this.policies = policies;
    this.maxDecisions = config.impact().maxDecisions();
  }

  /**
   * Replays what was decided from {@code since} to before {@code until}, the newest first.
   *
   * @param limit how many VMs are listed on each side
   */
  public Impact of(LoadedPolicy candidate, Instant since, Instant until, int limit) {
    Tally tally = new Tally(limit);
    Replay replay = new Replay(candidate.engine(), waivers.between(since, until));
    Iterator<Recorded> decisions = history.between(since, until);
    Bounded<Recorded> bounded = new Bounded<>(decisions, maxDecisions);
    try (Conveyor conveyor = new Conveyor()) {
      conveyor.run(bounded, replay::of, tally::add);
    }
    if (decisions.hasNext()) {
      tally.cutShort();
    }
    String base = policies.isReady() ? policies.current().revision() : null;
    return tally.impact(candidate.revision(), base, Impact.Scope.DECISIONS, since, until);
  }

  private static final class Bounded<T> implements Iterator<T> {
    private final Iterator<T> all;
    private long left;

    Bounded(Iterator<T> all, long most) {
      this.all = all;
      this.left = most;
    }

    @Override
    public boolean hasNext() {
      return left > 0 && all.hasNext();
    }

    @Override
    public T next() {
      left--;
      return all.next();
    }
  }
}
