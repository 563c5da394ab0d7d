package dev.tagout.policy.verdict;

import java.time.Duration;
import java.time.Instant;

/** When a verdict that came to no answer is tried again, though no fact changes. */
final class NoAnswer {
  private static final Duration SOON = Duration.ofSeconds(2);

  private NoAnswer() {}

  /**
   * Soon, as most are of a moment in which there was too much to do; then each time after as long
   * as it has lasted. The database sets an upper bound of a minute.
   *
   * @param since when there was none first; null when there was one until now
   */
  static Instant triedAgain(Instant since, Instant now) {
    Duration lasted = since == null ? Duration.ZERO : Duration.between(since, now);
    return now.plus(lasted.compareTo(SOON) > 0 ? lasted : SOON);
  }
}
