package dev.tagout.exporter.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is known of a destination: written by its courier, read by anyone. */
public final class Condition {
  private final Clock clock;
  private State state = State.UNKNOWN;
  private Instant since;
  private String lastError;
  private Instant lastErrorAt;
  private String lastId;
  private Instant lastAt;
  private Instant lastSuccess;

  Condition(Clock clock) {
    this.clock = clock;
    since = now();
    lastSuccess = since;
  }

  /**
   * At one moment.
   *
   * @param since when it became so
   * @param lastError in plain words; null when there was none
   * @param lastId id of the finding that was settled last; null when none was since the start
   */
  public record Look(
      State state,
      Instant since,
      String lastError,
      Instant lastErrorAt,
      String lastId,
      Instant lastAt) {}

  public synchronized Look look() {
    return new Look(state, since, lastError, lastErrorAt, lastId, lastAt);
  }

  /** Whether that is news. */
  synchronized boolean up() {
    return change(State.UP);
  }

  /** Whether that is news: another state, or another reason. */
  synchronized boolean down(String reason) {
    boolean another = !reason.equals(lastError);
    lastError = reason;
    lastErrorAt = now();
    return change(State.DOWN) || another;
  }

  /** What it was, when what was in the way had nothing to do with the receiver. */
  synchronized void again(State former) {
    change(former);
  }

  /** What was waited for is no longer ours, and nobody knows how the receiver is. */
  synchronized void unknown() {
    change(State.UNKNOWN);
  }

  synchronized void settled(String id) {
    lastId = id;
    lastAt = now();
    lastSuccess = lastAt;
  }

  /** There was nothing for it, and nothing waits. */
  synchronized void nothingToDo() {
    lastSuccess = now();
  }

  /** When something was settled, or nothing had to be; at first the start. */
  synchronized Instant lastSuccess() {
    return lastSuccess;
  }

  private boolean change(State to) {
    if (state == to) {
      return false;
    }
    state = to;
    since = now();
    return true;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
