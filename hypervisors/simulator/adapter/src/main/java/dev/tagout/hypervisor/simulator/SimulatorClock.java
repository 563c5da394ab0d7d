package dev.tagout.hypervisor.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The simulator's time, carried on while it is not heard. What the adapter itself has to say is
 * dated by it, so that two clocks never decide which of two facts is the newer one.
 */
final class SimulatorClock {
  private final LongSupplier nanoTime;
  private Instant last = Instant.EPOCH;
  private long heardAt;

  SimulatorClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The simulator said this time; an earlier one than before, of a late event, does not count. */
  void heard(Instant time) {
    if (!time.isBefore(last)) {
      last = time;
      heardAt = nanoTime.getAsLong();
    }
  }

  /** Later than every time that was heard. */
  Instant now() {
    return last.plus(Duration.ofNanos(Math.max(1_000, nanoTime.getAsLong() - heardAt)));
  }
}
