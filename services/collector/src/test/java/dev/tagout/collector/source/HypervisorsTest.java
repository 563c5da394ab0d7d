package dev.tagout.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.collector.Settings;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.platform.config.HypervisorsConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HypervisorsTest {
  @Test
  void findsAnAdapterOnTheClassPathByItsType() {
    // When
    HypervisorAdapter adapter = Hypervisors.adapter("lab", "fake", Adapters.onClassPath());

    // Then
    assertThat(adapter).isInstanceOf(FakeAdapter.class);
  }

  @Test
  void namesTheKeyAndTheKnownTypesWhenATypeIsUnknown() {
    // Given
    Adapters adapters = new Adapters(List.of(new FakeAdapter()));

    // When
    assertThatThrownBy(() -> Hypervisors.adapter("lab", "libvrt", adapters))

        // Then
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tagout.hypervisors.lab.type is libvrt, known are [fake]");
  }

  @Test
  void namesTheHypervisorWhoseSettingTheAdapterRefuses() {
    // Given
    HypervisorsConfig.Hypervisor hypervisor =
        Settings.fromEnvironment(
                Map.of(
                    "TAGOUT_HYPERVISORS_LAB_TYPE", "fake",
                    "TAGOUT_HYPERVISORS_LAB_URI", "qemu:///system"))
            .getConfigMapping(HypervisorsConfig.class)
            .byName()
            .get("lab");

    // When
    assertThatThrownBy(
            () -> Hypervisors.source("lab", hypervisor, new FakeAdapter(), Duration.ofSeconds(30)))

        // Then
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tagout.hypervisors.lab: uri must begin with fake:");
  }

  @Test
  void refusesToListAllTheTime() {
    // Given
    CollectorConfig config = Settings.collector(Map.of("tagout.collector.list-every", "4999ms"));

    // When
    assertThatThrownBy(() -> Hypervisors.listEvery(config))

        // Then
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tagout.collector.list-every must be PT5S at least, not PT4.999S");
    assertThat(Hypervisors.listEvery(Settings.collector(Map.of())))
        .isEqualTo(Duration.ofSeconds(30));
  }
}
