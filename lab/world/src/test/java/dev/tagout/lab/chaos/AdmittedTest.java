package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AdmittedTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void twoTiersAtOneTimeOnOneHostMix() {
    // Given
    Admitted one = admitted("mix-1", "public", 0, 10);

    // When
    Admitted other = admitted("mix-1", "internal", 9, 20);

    // Then
    assertThat(one.mixesWith(other)).isTrue();
    assertThat(other.mixesWith(one)).isTrue();
  }

  @Test
  void whoCameWhenTheOtherWasGoingDoesNotMix() {
    // Given
    Admitted one = admitted("mix-1", "public", 0, 10);

    // When
    Admitted other = admitted("mix-1", "internal", 10, 20);

    // Then
    assertThat(one.mixesWith(other)).isFalse();
    assertThat(other.mixesWith(one)).isFalse();
  }

  @Test
  void oneTierAndTwoHostsDoNotMix() {
    // Given
    Admitted one = admitted("mix-1", "public", 0, 10);

    // When
    Admitted same = admitted("mix-1", "public", 0, 10);
    Admitted elsewhere = admitted("mix-2", "internal", 0, 10);

    // Then
    assertThat(one.mixesWith(same)).isFalse();
    assertThat(one.mixesWith(elsewhere)).isFalse();
  }

  private static Admitted admitted(String host, String tier, int from, int until) {
    Instant begin = NOON.plusSeconds(from);
    return new Admitted(
        new Ledger.Stay("vm", host, "1", begin, begin, null),
        tier,
        NOON.plusSeconds(until),
        "decision");
  }
}
