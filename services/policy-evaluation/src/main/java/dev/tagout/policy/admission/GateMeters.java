package dev.tagout.policy.admission;

import dev.tagout.platform.metrics.BoundedLabel;
import dev.tagout.platform.metrics.Buckets;
import dev.tagout.policy.bundle.ActivePolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How long the gate takes, by what it answers and for whom. A start waits for it: what was measured
 * before is found without a lock.
 */
@ApplicationScoped
class GateMeters {
  /** What is answered when nothing is: the caller gets an error. */
  static final String NO_ANSWER = "NONE";

  /** A policy has a handful; so many over all that a replica decides by before it restarts. */
  private static final int MOST_TIERS = 20;

  private final MeterRegistry meters;
  private final Supplier<List<String>> order;
  private final BoundedLabel tiers = new BoundedLabel(MOST_TIERS);
  private final Map<Answered, Timer> reviews = new ConcurrentHashMap<>();
  private final Counter conflicts;

  @Inject
  GateMeters(MeterRegistry meters, ActivePolicy policies) {
    this(meters, () -> policies.isReady() ? policies.current().tiers().order() : List.of());
  }

  /**
   * @param order of the tiers, as the policy has it now
   */
  GateMeters(MeterRegistry meters, Supplier<List<String>> order) {
    this.meters = meters;
    this.order = order;
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
   * @param tier of the VM, as it says itself; null when nobody knows it
   */
  void reviewed(String outcome, String tier, Duration took) {
    timer(new Answered(outcome, label(tier))).record(took);
  }

  /** What the policy does not know takes no place from what it does: VMs may say anything. */
  private String label(String tier) {
    return tier == null || tier.isBlank() || order.get().contains(tier)
        ? tiers.of(tier)
        : BoundedLabel.OTHER;
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
