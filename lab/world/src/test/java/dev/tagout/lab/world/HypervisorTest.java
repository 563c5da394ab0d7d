package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypervisorTest {

  @Test
  void keepsTheNameAsItIsWritten() {
    // When
    var host = Hypervisor.libvirt("Lab-1=qemu+ssh://lab/system?no_verify=1");

    // Then
    assertThat(host)
        .isEqualTo(
            new Hypervisor(
                "Lab-1", "libvirt", URI.create("qemu+ssh://lab/system?no_verify=1"), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lab", "lab=", "=qemu:///system", "a b=qemu:///system", "a=b c"})
  void refusesWhatIsNotNameAndUri(String text) {
    // When, Then
    assertThatThrownBy(() -> Hypervisor.libvirt(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
