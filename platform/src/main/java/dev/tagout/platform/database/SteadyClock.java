package dev.tagout.platform.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that is set by another one and runs on by itself, on nanoseconds that nobody sets. What
 * becomes of the machine's own time of day does not matter to it.
 */
final class SteadyClock extends Clock {
  private final LongSupplier nanos;
  private volatile Setting setting;

  /**
   * @param at what it shows at {@code nanos}
   */
  private record Setting(Instant at, long nanos) {}

  /**
   * @param nanos counts on whatever happens, such as {@link System#nanoTime}
   * @param first what it shows until it is set
   */
  SteadyClock(LongSupplier nanos, Instant first) {
    this.nanos = nanos;
    this.setting = new Setting(first, nanos.getAsLong());
  }

  /**
   * Sets it, unless it may be right already: the other clock was read at some moment between asked
   * and answered.
   */
  void set(Instant other, long askedNanos, long answeredNanos) {
    Instant atAsked = at(askedNanos);
    Instant atAnswered = at(answeredNanos);
    if (other.isBefore(atAsked) || other.isAfter(atAnswered)) {
      setting = new Setting(other, askedNanos + (answeredNanos - askedNanos) / 2);
    }
  }

  private Instant at(long nanos) {
    Setting now = setting;
    return now.at().plusNanos(nanos - now.nanos());
  }

  @Override
  public Instant instant() {
    return at(nanos.getAsLong());
  }

  /** How far the other is ahead of this one; negative when it is behind. */
  Duration ahead(Instant other) {
    return Duration.between(instant(), other);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /**
   * @throws UnsupportedOperationException always: nobody here has a zone of their own
   */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock shows UTC");
  }
}
