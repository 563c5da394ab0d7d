package dev.tagout.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTimeTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.000001Z");

  @Test
  void goesOnWhenTheClockStandsStillOrIsSetBack() {
    // Given
    EventTime time =
        new EventTime(
            new Scripted(
                List.of(NOON.plusNanos(999), NOON, NOON.minusSeconds(60), NOON.plusSeconds(1))
                    .iterator()));

    // When
    List<Instant> times = List.of(time.next(), time.next(), time.next(), time.next());

    // Then
    assertThat(times)
        .containsExactly(NOON, NOON.plusNanos(1000), NOON.plusNanos(2000), NOON.plusSeconds(1));
  }

  /** Says one time after the other. */
  private static final class Scripted extends Clock {
    private final Iterator<Instant> times;

    Scripted(Iterator<Instant> times) {
      this.times = times;
    }

    @Override
    public Instant instant() {
      return times.next();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
