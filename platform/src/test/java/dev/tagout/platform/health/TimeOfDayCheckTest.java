package dev.tagout.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class TimeOfDayCheckTest {
  private long now = 1_800_000_000_000L;

  private final TimeOfDayCheck check = new TimeOfDayCheck(() -> now);

  @Test
  void aTimeThatGoesOnOrJumpsAheadIsAlive() {
    // When
    pass(Duration.ofSeconds(1));
    pass(Duration.ofHours(1));

    // Then
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aTimeThatFellBackIsNotAliveUntilItHasCaughtUp() {
    // Given
    pass(Duration.ofMinutes(5));

    // When
    pass(Duration.ofMinutes(-5));

    // Then
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
    assertThat(check.call().getData().orElseThrow()).containsEntry("behindSeconds", 300L);
    pass(Duration.ofMinutes(5));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aFallThatASessionSurvivesIsAlive() {
    // When
    pass(TimeOfDayCheck.MOST.negated());

    // Then
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  private void pass(Duration time) {
    check.look();
    now += time.toMillis();
    check.look();
  }
}
