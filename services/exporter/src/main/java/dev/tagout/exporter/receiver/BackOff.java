package dev.tagout.exporter.receiver;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Pauses that double until they are long enough, each shorter by up to a half by chance, so that
 * those who wait for the same receiver do not come back all at once.
 */
public record BackOff(Duration first, Duration longest) {
  /** More doublings than this are beyond every longest pause. */
  private static final int MOST_DOUBLINGS = 30;

  /** A receiver that asks for more than this is asked again nevertheless. */
  private static final Duration MOST_PATIENT = Duration.ofHours(1);

  /**
   * @param failures in a row so far, at least one
   * @param asked how long the receiver asks to be left alone; never less than that, up to an hour
   */
  public Duration after(int failures, Optional<Duration> asked, RandomGenerator chance) {
    Duration pause = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    if (pause.compareTo(longest) > 0) {
      pause = longest;
    }
    long half = pause.toMillis() / 2;
    Duration some = pause.minusMillis(half > 0 ? chance.nextLong(half + 1) : 0);
    Duration wished = asked.orElse(Duration.ZERO);
    if (wished.compareTo(MOST_PATIENT) > 0) {
      wished = MOST_PATIENT;
    }
    return some.compareTo(wished) < 0 ? wished : some;
  }
}
