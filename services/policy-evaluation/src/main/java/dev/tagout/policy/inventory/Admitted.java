package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.DecisionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A start that the gate admitted, and the time in which a run can have come of it.
 *
 * @param endedAt when it was given back or its VM asked again; null when neither
 * @param number what is recorded later has a greater one, sightings included
 */
record Admitted(
    DecisionId decision, Instant admittedAt, Instant expiresAt, Instant endedAt, long number) {
  /** Who has to be used first, if all are to be of use: the one that ends first. */
  static final Comparator<Admitted> BY_END =
      Comparator.comparing(Admitted::end)
          .thenComparing(Admitted::number)
          .thenComparing(admitted -> admitted.decision().value());

  /** How far the clocks of hypervisors may be from ours. */
  enum Clocks {
    /** They agree. */
    AGREE(Duration.ZERO, Duration.ZERO),
    /**
     * They differ by as much as the collector lets pass. But after its end nothing comes of an
     * admission that two clocks which are kept right do not make look so.
     */
    DIFFER(Duration.ofMinutes(5), Duration.ofSeconds(5));

    private final Duration atMost;
    private final Duration afterEnd;

    Clocks(Duration atMost, Duration afterEnd) {
      this.atMost = atMost;
      this.afterEnd = afterEnd;
    }

    /** How far at the most. */
    Duration atMost() {
      return atMost;
    }
  }

  private Instant end() {
    return endedAt == null ? expiresAt : endedAt;
  }

  /** Whether the run can have come of it. What was recorded before it was admitted did not. */
  boolean explains(Course.Beginning run, Clocks clocks) {
    Instant last = endedAt == null ? expiresAt.plus(clocks.atMost) : endedAt.plus(clocks.afterEnd);
    return number < run.number()
        && !admittedAt.minus(clocks.atMost).isAfter(run.latest())
        && !last.isBefore(run.earliest());
  }
}
