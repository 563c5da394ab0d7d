package dev.tagout.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.remediation.safety.LoopGuard;
import dev.tagout.remediation.safety.Storm;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemediationConfigTest {
  @Test
  void stopsOnlyBypassesAndFewOfThemByDefault() {
    // When
    RemediationConfig config = config(Map.of());

    // Then
    assertThat(config.bypass().strongest()).isEqualTo(RemediationAction.POWER_OFF);
    assertThat(config.drift().strongest()).isEqualTo(RemediationAction.NOTIFY);
    assertThat(config.limits().actions()).isEqualTo(5);
    assertThat(config.limits().window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.limits().tiers()).isEmpty();
    assertThat(config.limits().hostGroups()).isEmpty();
    assertThat(Storm.of(config.breaker())).isEqualTo(new Storm(0.5, 5, Duration.ofMinutes(10)));
    assertThat(LoopGuard.of(config.loop())).isEqualTo(new LoopGuard(3, Duration.ofHours(1)));
    assertThat(config.powerOff().grace()).isZero();
    assertThat(config.powerOff().disableAutostart()).isFalse();
  }

  @Test
  void readsActionsAsTheContractsSpellThem() {
    // When
    RemediationConfig config =
        config(
            Map.of(
                "tagout.remediation.bypass.strongest", "save",
                "tagout.remediation.drift.strongest", "power_off"));

    // Then
    assertThat(config.bypass().strongest()).isEqualTo(RemediationAction.SAVE);
    assertThat(config.drift().strongest()).isEqualTo(RemediationAction.POWER_OFF);
  }

  @Test
  void readsLimitsOfTiersAndHostGroupsByTheirNames() {
    // When
    RemediationConfig config =
        config(
            Map.of(
                "tagout.remediation.limits.tiers.restricted", "2",
                "tagout.remediation.limits.host-groups.\"finance dept\"", "1"));

    // Then
    assertThat(config.limits().tiers()).isEqualTo(Map.of("restricted", 2));
    assertThat(config.limits().hostGroups()).isEqualTo(Map.of("finance dept", 1));
  }

  private static RemediationConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(RemediationConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 400))
        .build()
        .getConfigMapping(RemediationConfig.class);
  }
}
