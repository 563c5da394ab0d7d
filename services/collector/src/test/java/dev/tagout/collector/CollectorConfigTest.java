package dev.tagout.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.platform.config.HypervisorsConfig;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorConfigTest {
  @Test
  void trustsNoSourceWithLivesByDefault() {
    // When
    CollectorConfig config = Settings.collector(Map.of());

    // Then
    assertThat(config.lifecycleSources()).isEmpty();
    assertThat(config.maxBatchEvents()).isEqualTo(10_000);
    assertThat(config.osquery().platform()).isEqualTo("libvirt");
  }

  @Test
  void readsSeveralLifecycleSources() {
    // When
    CollectorConfig config =
        Settings.collector(
            Map.of("tagout.collector.lifecycle-sources", "/bridge/a,urn:example:bridge"));

    // Then
    assertThat(config.lifecycleSources().orElseThrow())
        .containsExactlyInAnyOrder(URI.create("/bridge/a"), URI.create("urn:example:bridge"));
  }

  @Test
  void readsHypervisorsFromTheEnvironmentAlone() {
    // When
    HypervisorsConfig config =
        Settings.fromEnvironment(
                Map.of(
                    "TAGOUT_HYPERVISORS_LAB_TYPE", "libvirt",
                    "TAGOUT_HYPERVISORS_LAB_URI", "qemu:///system",
                    "TAGOUT_HYPERVISORS_LAB_PROPERTIES_COLOUR", "green",
                    "TAGOUT_HYPERVISORS_SIM_TYPE", "simulator",
                    "TAGOUT_HYPERVISORS_SIM_URI", "http://127.0.0.1:8090",
                    "TAGOUT_COLLECTOR_PORT", "8081"))
            .getConfigMapping(HypervisorsConfig.class);

    // Then
    assertThat(config.byName()).containsOnlyKeys("lab", "sim");
    assertThat(config.byName().get("lab").type()).isEqualTo("libvirt");
    assertThat(config.byName().get("lab").uri()).isEqualTo("qemu:///system");
    assertThat(config.byName().get("lab").properties()).containsEntry("colour", "green");
    assertThat(config.byName().get("sim").uri()).isEqualTo("http://127.0.0.1:8090");
  }

  @Test
  void readsNothingWhereNoHypervisorIsConfigured() {
    // When
    HypervisorsConfig config =
        Settings.fromEnvironment(Map.of()).getConfigMapping(HypervisorsConfig.class);

    // Then
    assertThat(config.byName()).isEmpty();
  }
}
