package dev.tagout.policy.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(2, 64);

  @Test
  void beginsWithAsManyAsAreJudgedSideBySide() {
    // Given, When, Then
    assertThat(pace.size()).isEqualTo(2);
  }

  @Test
  void aReplicaThatIsQuickTakesTwiceAsManyEachTimeUpToTheMost() {
    // Given
    for (int i = 0; i < 3; i++) {
      pace.took(pace.size(), Duration.ofMillis(1));
    }
    int afterThree = pace.size();

    // When
    for (int i = 0; i < 10; i++) {
      pace.took(pace.size(), Duration.ofMillis(1));
    }

    // Then
    assertThat(afterThree).isEqualTo(16);
    assertThat(pace.size()).isEqualTo(64);
  }

  @Test
  void oneThatIsSlowTakesNoMoreThanItDoesInAQuarterOfASecond() {
    // Given
    for (int i = 0; i < 10; i++) {
      pace.took(pace.size(), Duration.ofMillis(1));
    }

    // When
    pace.took(64, Duration.ofMillis(64 * 50));

    // Then
    assertThat(pace.size()).isEqualTo(5);
  }

  @Test
  void howeverSlowItIsItGoesOn() {
    // Given, When
    pace.took(2, Duration.ofMinutes(1));

    // Then
    assertThat(pace.size()).isEqualTo(2);
  }

  @Test
  void fewThatWereThereAreNoReasonToTakeMore() {
    // Given, When
    pace.took(1, Duration.ofNanos(1));

    // Then
    assertThat(pace.size()).isEqualTo(2);
  }

  @Test
  void aSiteThatWantsOneAtATimeGetsOne() {
    // Given
    Pace single = new Pace(2, 1);

    // When
    single.took(1, Duration.ZERO);

    // Then
    assertThat(single.size()).isEqualTo(1);
  }
}
