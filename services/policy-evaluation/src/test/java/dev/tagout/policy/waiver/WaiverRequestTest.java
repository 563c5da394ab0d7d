package dev.tagout.policy.waiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaiverRequestTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration MAX_LIFE = Duration.ofDays(90);

  @ParameterizedTest
  @CsvSource({
    "0,PT0S,false",
    "0,PT0.001S,true",
    "0,P90D,true",
    "0,P90DT0.001S,false",
    "60,PT60S,false",
    "60,PT61S,true",
    "-60,PT1S,true"
  })
  void endsAfterItBeginsAndNotTooLate(long start, Duration end, boolean taken) {
    // Given
    WaiverRequest request = request(NOW.plusSeconds(start), NOW.plus(end));

    // When
    ContractViolation refusal =
        catchThrowableOfType(ContractViolation.class, () -> request.checkTimes(NOW, MAX_LIFE));

    // Then
    assertThat(refusal == null).isEqualTo(taken);
    assertThat(refusal == null ? "expiresAt" : refusal.field()).isEqualTo("expiresAt");
  }

  @ParameterizedTest
  @CsvSource({",2026-11-24T10:00:00Z", "-60,2026-11-24T10:00:00Z", "60,2026-11-24T10:01:00Z"})
  void neverBeginsBeforeItWasAskedFor(Long start, Instant begins) {
    // Given
    WaiverRequest request =
        request(start == null ? null : NOW.plusSeconds(start), NOW.plusSeconds(3600));

    // When
    Instant startsAt = request.startsAt(NOW);

    // Then
    assertThat(startsAt).isEqualTo(begins);
  }

  @Test
  void countsNoFinerThanReviewsDo() {
    // When
    WaiverRequest request = request(null, NOW.plusNanos(1_999_999));

    // Then
    assertThat(request.expiresAt()).isEqualTo(NOW.plusMillis(1));
  }

  @Test
  void namesTheRuleThatDoesNotExist() {
    // Given
    WaiverRequest request = request(null, NOW.plusSeconds(60));

    // When
    ContractViolation refusal =
        catchThrowableOfType(
            ContractViolation.class, () -> request.checkRules("patch/scan_stale"::equals));

    // Then
    assertThat(refusal.field()).isEqualTo("rules[1]");
    assertThat(refusal).hasMessageContaining("site/own/rule");
  }

  private static WaiverRequest request(Instant startsAt, Instant expiresAt) {
    return new WaiverRequest(
        List.of("patch/scan_stale", "site/own/rule", "patch/scan_stale"),
        new VmId("test:web"),
        null,
        null,
        "why",
        null,
        null,
        startsAt,
        expiresAt);
  }
}
