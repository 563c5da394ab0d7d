package dev.tagout.simulator.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time of events: each instant is later than the one before, also when the clock stands still
 * or is set back. Counts in microseconds, which every receiver can keep. Not safe for threads: the
 * world's lock guards it.
 */
final class EventTime {
  private static final Duration STEP = Duration.of(1, ChronoUnit.MICROS);

  private final Clock clock;
  private Instant last = Instant.EPOCH;

  EventTime(Clock clock) {
    this.clock = clock;
  }

  Instant next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    last = now.isAfter(last) ? now : last.plus(STEP);
    return last;
  }
}
