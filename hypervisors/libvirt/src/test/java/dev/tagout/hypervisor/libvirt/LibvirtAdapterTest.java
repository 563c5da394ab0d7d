package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import org.junit.jupiter.params.provider.CsvSource;

class LibvirtAdapterTest {
  private final LibvirtAdapter adapter = new LibvirtAdapter();

  @Test
  void isFoundAsAService() {
    // When
    ServiceLoader<HypervisorAdapter> adapters = ServiceLoader.load(HypervisorAdapter.class);

    // Then
    assertThat(adapters).singleElement().isInstanceOf(LibvirtAdapter.class);
    assertThat(adapter.type()).isEqualTo("libvirt");
    assertThat(adapter.capabilities().capabilities())
        .containsExactlyInAnyOrder(Capability.SYNC_HOOK, Capability.REACTIVE);
  }

  @Test
  void reachesItsOwnHostWithoutConnecting() {
    // Given
    HypervisorSettings settings =
        new HypervisorSettings("host-a", "libvirt", "qemu:///nowhere", Map.of());

    try (PowerControl control = adapter.powerControl(settings)) {
      // When
      boolean own = control.reaches(new HostId("libvirt:host-a"));
      boolean other = control.reaches(new HostId("libvirt:host-b"));

      // Then
      assertThat(own).isTrue();
      assertThat(other).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host a, qemu:///system, , name",
    "host-a, ' ', , uri",
    "host-a, qemu:///system, password, properties"
  })
  void namesTheSettingThatIsWrong(String name, String uri, String property, String setting) {
    // Given
    HypervisorSettings settings =
        new HypervisorSettings(
            name, "libvirt", uri, property == null ? Map.of() : Map.of(property, "x"));

    // When
    Throwable source = catchThrowable(() -> adapter.source(settings, Duration.ofSeconds(30)));
    Throwable control = catchThrowable(() -> adapter.powerControl(settings));

    // Then
    assertThat(source)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting + ":");
    assertThat(control)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting + ":");
  }
}
