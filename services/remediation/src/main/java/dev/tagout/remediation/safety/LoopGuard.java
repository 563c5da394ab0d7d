package dev.tagout.remediation.safety;

import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.remediation.RemediationConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Sees that another controller (a cluster manager, KubeVirt's {@code Always}, autostart) starts
 * what is stopped. Fighting it would go on for ever, and the VM would be hit each time.
 *
 * @param rounds so many stops of one VM within the window are enough to see it, at least 1
 */
public record LoopGuard(int rounds, Duration window) {
  public LoopGuard {
    if (rounds < 1) {
      throw new IllegalArgumentException("tagout.remediation.loop.rounds must be 1 or more");
    }
  }

  public static LoopGuard of(RemediationConfig.Loop config) {
    return new LoopGuard(config.rounds(), config.window());
  }

  /**
   * Whether a VM may be stopped once more.
   *
   * @param stops when earlier runs of this VM were stopped by us, in any order
   * @return empty when it may
   */
  public Optional<Hold> hold(Collection<Instant> stops, Instant now) {
    Instant since = now.minus(window);
    List<Instant> recent = stops.stream().filter(stop -> stop.isAfter(since)).sorted().toList();
    return recent.size() < rounds
        ? Optional.empty()
        : Optional.of(
            new Hold(
                HoldCause.LOOP,
                ("stopped %s in %s min and started again each time: another controller restarts"
                        + " it; see to that controller, and approve this run, or cancel it")
                    .formatted(
                        recent.size() == 1 ? "once" : recent.size() + " times",
                        minutes(Duration.between(recent.getFirst(), now)))));
  }

  /** Begun ones count, so that it is never none. */
  private static long minutes(Duration time) {
    return Math.max(1, time.plusSeconds(59).toMinutes());
  }
}
