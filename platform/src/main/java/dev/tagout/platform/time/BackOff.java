package dev.tagout.platform.time;

import java.time.Duration;

/**
 * Pauses that double until they are long enough.
 *
 * @param longest where the first is longer, this one counts
 */
public record BackOff(Duration first, Duration longest) {
  /** More doublings than this are beyond every longest pause. */
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param failures so far, at least one
   */
  public Duration after(int failures) {
    Duration pause = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
