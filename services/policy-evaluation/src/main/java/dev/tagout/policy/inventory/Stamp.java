package dev.tagout.policy.inventory;

import java.time.Instant;
import java.util.Comparator;

/**
 * When something was observed, and by which event: of two facts the one with the greater stamp
 * counts, in whatever order they arrive.
 */
record Stamp(Instant at, String eventId) implements Comparable<Stamp> {
  /** Before anything was ever reported. */
  static final Stamp NEVER = new Stamp(Instant.EPOCH, "");

  private static final Comparator<Stamp> ORDER =
      Comparator.comparing(Stamp::at).thenComparing(Stamp::eventId);

  boolean isAfter(Stamp other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }
}
