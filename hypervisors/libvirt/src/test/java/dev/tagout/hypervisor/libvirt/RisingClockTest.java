package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RisingClockTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final RisingClock clock = new RisingClock();

  @Test
  void risesThoughTheWallClockStandsOrGoesBack() {
    // Given
    Instant first = clock.notBefore(NOON);

    // When
    Instant same = clock.notBefore(NOON.plusNanos(999));
    Instant back = clock.notBefore(NOON.minusSeconds(60));
    Instant ahead = clock.notBefore(NOON.plusSeconds(1));

    // Then
    assertThat(first).isEqualTo(NOON);
    assertThat(same).isEqualTo(NOON.plusNanos(1_000));
    assertThat(back).isEqualTo(NOON.plusNanos(2_000));
    assertThat(ahead).isEqualTo(NOON.plusSeconds(1));
  }
}
