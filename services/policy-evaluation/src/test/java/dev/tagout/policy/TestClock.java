package dev.tagout.policy;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs on, and that a test may put forward. */
@Mock
@ApplicationScoped
@Typed({Clock.class, TestClock.class})
public class TestClock extends Clock {
  private volatile Duration ahead = Duration.ZERO;
  private volatile Instant frozen;

  public void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Lets time stand still at this instant. */
  public void freeze(Instant at) {
    frozen = at;
  }

  public void reset() {
    ahead = Duration.ZERO;
    frozen = null;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    Instant still = frozen;
    return still != null ? still : Instant.now().plus(ahead);
  }
}
