package dev.tagout.policy.breakglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakGlassRequestTest {
  private static final Duration USUAL = Duration.ofMinutes(15);
  private static final Duration MOST = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({"1,1", "60,60", ",15"})
  void holdsForTheMinutesThatWereAskedForOrTheUsualOnes(Integer asked, int expected) {
    // When
    int minutes = request(asked).minutes(USUAL, MOST);

    // Then
    assertThat(minutes).isEqualTo(expected);
  }

  @Test
  void theUsualMinutesAreNoMoreThanTheMost() {
    // When
    int minutes = request(null).minutes(USUAL, Duration.ofMinutes(5));

    // Then
    assertThat(minutes).isEqualTo(5);
  }

  @Test
  void mayNotHoldForMoreThanTheMost() {
    // Given
    BreakGlassRequest request = request(61);

    // When
    ContractViolation refusal =
        catchThrowableOfType(ContractViolation.class, () -> request.minutes(USUAL, MOST));

    // Then
    assertThat(refusal).hasMessageContaining("minutes").hasMessageContaining("at most 60");
  }

  @Test
  void cannotBeAskedForWhereItMayHoldForNoTimeAtAll() {
    // Given
    BreakGlassRequest request = request(null);

    // When
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> request.minutes(USUAL, Duration.ZERO));

    // Then
    assertThat(refusal.problem().code()).isEqualTo("break-glass-off");
  }

  private static BreakGlassRequest request(Integer minutes) {
    return Json.read(
        "{\"vm\":\"test:a\",\"host\":\"test:h\",\"reason\":\"the till is down\",\"minutes\":"
            + minutes
            + "}",
        BreakGlassRequest.class);
  }
}
