package dev.tagout.policy.admission;

import dev.tagout.platform.metrics.BoundedLabel;
import dev.tagout.platform.metrics.Buckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the gate takes, by what it answers and for whom. A start waits for it: what was measured
 * before is found without a lock.
 */
@ApplicationScoped
class GateMeters {
  /** What is answered when nothing is: the caller gets an error. */
  static final String NO_ANSWER = "NONE";

  /** A site has a handful. */
  private static final int MOST_TIERS = 20;

  private final MeterRegistry meters;
  private final BoundedLabel tiers = new BoundedLabel(MOST_TIERS);
  private final Map<Answered, Timer> reviews = new ConcurrentHashMap<>();
  private final Counter conflicts;

  GateMeters(MeterRegistry meters) {
    this.meters = meters;
    this.conflicts =
        Counter.builder("tagout.gate.conflicts")
            .description("Decisions that were made again because their facts changed")
            .register(meters);
    // There before the first one, or an alert would not see it.
    timer(new Answered(NO_ANSWER, BoundedLabel.NONE));
  }

  private record Answered(String outcome, String tier) {}

  /**
   * A review is over.
   *
   * @param outcome of its decision, or {@link #NO_ANSWER}
   * @param tier of the VM; null when nobody knows it
   */
  void reviewed(String outcome, String tier, Duration took) {
    timer(new Answered(outcome, tiers.of(tier))).record(took);
  }

  /** A decision has to be made again. */
  void conflict() {
    conflicts.increment();
  }

  private Timer timer(Answered key) {
    Timer known = reviews.get(key);
    return known != null
        ? known
        : reviews.computeIfAbsent(
            key,
            k ->
                Buckets.ANSWER
                    .timer("tagout.gate.review", "Reviews at the gate, until they are answered")
                    .tag("outcome", k.outcome())
                    .tag("tier", k.tier())
                    .register(meters));
  }
}
