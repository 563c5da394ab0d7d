package dev.tagout.platform.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * The bounds of histograms. An objective can be measured only at a bound, so alerts and {@code
 * docs/operations/slo.md} name these numbers.
 */
public enum Buckets {
  /** For what somebody waits for: from 5 ms to 10 s. */
  ANSWER(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000),

  /** For what goes its way by itself, and may take minutes while something is away: to one hour. */
  DELIVERY(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000);

  private final Duration[] bounds;

  Buckets(long... millis) {
    bounds = new Duration[millis.length];
    for (int i = 0; i < millis.length; i++) {
      bounds[i] = Duration.ofMillis(millis[i]);
    }
  }

  /** A timer that counts into these. */
  public Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(bounds);
  }
}
