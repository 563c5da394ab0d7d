package dev.tagout.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateMetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void tiersThatVmsInventTakeNoNameFromThoseOfThePolicy() {
    // Given
    GateMeters meters = new GateMeters(registry, () -> List.of("internal", "restricted"));
    for (int i = 0; i < 100; i++) {
      meters.reviewed("DENIED", "invented-" + i, Duration.ofMillis(1));
    }

    // When
    meters.reviewed("ALLOWED", "restricted", Duration.ofMillis(1));
    meters.reviewed("ALLOWED", null, Duration.ofMillis(1));

    // Then
    assertThat(reviews("ALLOWED", "restricted")).isOne();
    assertThat(reviews("ALLOWED", "none")).isOne();
    assertThat(reviews("DENIED", "other")).isEqualTo(100);
    assertThat(registry.find("tagout.gate.review").tag("tier", "invented-0").timer()).isNull();
  }

  private long reviews(String outcome, String tier) {
    return registry
        .get("tagout.gate.review")
        .tag("outcome", outcome)
        .tag("tier", tier)
        .timer()
        .count();
  }
}
