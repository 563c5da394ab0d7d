package dev.tagout.policy.verdict;

import java.time.Duration;

/**
 * How many VMs a replica takes at a time: what it judges in a quarter of a second. A replica that
 * has just begun is slower by far, as its code is not compiled yet; what it has claimed waits for
 * it, though another would have done it at once. For one thread.
 */
final class Pace {
  private static final Duration TARGET = Duration.ofMillis(250);

  /** A claim that took no time says nothing about those that are this much larger. */
  private static final int GROWTH = 2;

  private final int least;
  private final int most;
  private int size;

  /**
   * @param least VMs at a time: as many as are judged side by side
   * @param most VMs at a time; not fewer than one, and where it is below {@code least} it counts
   */
  Pace(int least, int most) {
    this.least = Math.min(least, most);
    this.most = most;
    this.size = this.least;
  }

  /** How many VMs to claim now. */
  int size() {
    return size;
  }

  /**
   * Takes note of how long a claim took.
   *
   * @param count VMs, of which there may be fewer than were asked for; above zero
   */
  void took(int count, Duration time) {
    long each = Math.max(1, time.toNanos() / count);
    long fits = Math.min(TARGET.toNanos() / each, (long) GROWTH * size);
    boolean allWereUsed = count >= size;
    if (fits > size && !allWereUsed) {
      return;
    }
    size = (int) Math.max(least, Math.min(most, fits));
  }
}
