package dev.tagout.hypervisor.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.id.HostId;
import dev.tagout.hypervisor.Capability;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.PowerControl;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorAdapterTest {
  private final HypervisorAdapter adapter = new SimulatorAdapter();

  @Test
  void isFoundByItsType() {
    // When
    ServiceLoader<HypervisorAdapter> found = ServiceLoader.load(HypervisorAdapter.class);

    // Then
    assertThat(found).extracting(HypervisorAdapter::type).containsExactly("simulator");
    assertThat(found.iterator().next().capabilities().capabilities())
        .containsExactlyInAnyOrder(Capability.SYNC_HOOK, Capability.REACTIVE);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "127.0.0.1:8090", "ftp://host", "http:", "not a url"})
  void refusesAnotherKindOfUri(String uri) {
    // Given
    HypervisorSettings settings = new HypervisorSettings("lab", "simulator", uri, Map.of());

    // When
    // Then
    assertThatThrownBy(() -> adapter.source(settings, Duration.ofSeconds(30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("uri ");
  }

  @Test
  void refusesAPropertyThatItDoesNotKnow() {
    // Given
    HypervisorSettings settings =
        new HypervisorSettings("lab", "simulator", "http://host:1", Map.of("hosst", "x"));

    // When
    // Then
    assertThatThrownBy(() -> adapter.powerControl(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hosst");
  }

  @Test
  void reachesHostsOfItsPlatformOnly() {
    // Given
    HypervisorSettings settings =
        new HypervisorSettings("lab", "simulator", "http://host:1/", Map.of());
    try (PowerControl control = adapter.powerControl(settings)) {

      // When
      boolean ours = control.reaches(new HostId("simulator:host-a"));
      boolean anothers = control.reaches(new HostId("libvirt:host-a"));

      // Then
      assertThat(ours).isTrue();
      assertThat(anothers).isFalse();
    }
  }
}
