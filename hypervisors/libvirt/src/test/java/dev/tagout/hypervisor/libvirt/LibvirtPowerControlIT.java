package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import dev.tagout.hypervisor.libvirt.LibvirtDaemon.Vm;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = LibvirtDaemon.VARIABLE, matches = ".+")
class LibvirtPowerControlIT {
  private static final HostId HOST = new HostId("libvirt:it-host");

  private final LibvirtDaemon libvirt = new LibvirtDaemon();
  private final PowerControl control = control("it-host");

  @AfterEach
  void leaveNothingBehind() {
    control.close();
    libvirt.close();
  }

  @Test
  void tellsWhetherAVmRuns() {
    // Given
    Vm off = libvirt.define();
    Vm on = libvirt.define();
    libvirt.start(on);

    // When
    var ofOff = control.state(HOST, off.id());
    var ofOn = control.state(HOST, on.id());
    var ofUnknown = control.state(HOST, VmId.of("libvirt", UUID.randomUUID().toString()));
    var ofOther = control.state(HOST, new VmId("hyperv:" + on.uuid()));

    // Then
    assertThat(ofOff).contains(PowerState.off());
    assertThat(ofOn).contains(new PowerState(true, libvirt.instance(on)));
    assertThat(ofUnknown).isEmpty();
    assertThat(ofOther).isEmpty();
  }

  @Test
  void powersOffAndMayDoItTwice() {
    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    String run = libvirt.instance(vm);

    // When
    control.powerOff(HOST, vm.id(), run);
    control.powerOff(HOST, vm.id(), run);

    // Then
    assertThat(control.state(HOST, vm.id())).contains(PowerState.off());
  }

  @Test
  void leavesAVmAloneThatWasStartedAgain() {
    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    String first = libvirt.instance(vm);
    control.powerOff(HOST, vm.id(), first);
    libvirt.start(vm);
    String second = libvirt.instance(vm);

    // When
    Throwable poweredOff = catchThrowable(() -> control.powerOff(HOST, vm.id(), first));
    Throwable saved = catchThrowable(() -> control.save(HOST, vm.id(), first));
    Throwable shutDown = catchThrowable(() -> control.shutDown(HOST, vm.id(), first));

    // Then
    assertThat(List.of(poweredOff, saved, shutDown))
        .allSatisfy(
            thrown ->
                assertThat(thrown)
                    .isInstanceOf(HypervisorException.class)
                    .hasMessageContaining("it runs as " + second + ", not as " + first));
    assertThat(control.state(HOST, vm.id())).contains(new PowerState(true, second));
  }

  @Test
  void doesNotTakeARunOfAnotherVmForThisOne() {
    // Given
    Vm vm = libvirt.define();
    Vm other = libvirt.define();
    libvirt.start(other);
    String run = libvirt.instance(other);

    // When
    control.powerOff(HOST, vm.id(), run);

    // Then
    assertThat(control.state(HOST, other.id())).contains(new PowerState(true, run));
  }

  @Test
  void savesAndMayDoItTwice() {
    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    String run = libvirt.instance(vm);

    // When
    control.save(HOST, vm.id(), run);
    control.save(HOST, vm.id(), run);

    // Then
    assertThat(control.state(HOST, vm.id())).contains(PowerState.off());
    assertThat(libvirt.virsh("dominfo", vm.uuid())).containsPattern("Managed save: +yes");
  }

  @Test
  void asksTheGuestToShutDownAndDoesNotMindThatItDoesNotRun() {
    // Given
    Vm on = libvirt.define();
    Vm off = libvirt.define();
    libvirt.start(on);

    // When
    Throwable ofOn = catchThrowable(() -> control.shutDown(HOST, on.id(), libvirt.instance(on)));
    Throwable ofOff = catchThrowable(() -> control.shutDown(HOST, off.id(), "1"));

    // Then
    assertThat(ofOn).isNull();
    assertThat(ofOff).isNull();
  }

  @Test
  void takesTheAutostartMarkAndMayDoItTwice() {
    // Given
    Vm vm = libvirt.define();
    libvirt.virsh("autostart", vm.uuid());

    // When
    control.disableAutostart(HOST, vm.id());
    control.disableAutostart(HOST, vm.id());

    // Then
    assertThat(libvirt.virsh("dominfo", vm.uuid())).containsPattern("Autostart: +disable");
  }

  @Test
  void aVmWithoutDefinitionHasNoAutostartMark() {
    // Given
    Vm vm = libvirt.createTransient();

    // When
    Throwable thrown = catchThrowable(() -> control.disableAutostart(HOST, vm.id()));

    // Then
    assertThat(thrown).isNull();
  }

  @Test
  void refusesToSaveWhatCouldNotBeStartedAgain() {
    // Given
    Vm vm = libvirt.createTransient();

    // When
    Throwable thrown = catchThrowable(() -> control.save(HOST, vm.id(), libvirt.instance(vm)));

    // Then
    assertThat(thrown)
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining(vm.id().value())
        .hasMessageContaining("transient");
    assertThat(control.state(HOST, vm.id())).map(PowerState::running).contains(true);
  }

  @Test
  void saysThatItDoesNotKnowAVm() {
    // Given
    VmId unknown = VmId.of("libvirt", UUID.randomUUID().toString());

    // When // Then
    assertThatThrownBy(() -> control.powerOff(HOST, unknown, "1"))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining(unknown.value());
    assertThatThrownBy(() -> control.disableAutostart(HOST, new VmId("libvirt:no-uuid")))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("no-uuid");
    assertThatThrownBy(() -> control.state(new HostId("libvirt:other"), unknown))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("libvirt:other");
  }

  @Test
  void knowsTheHostByItsOwnNameWhenNoneIsConfigured() {
    // Given
    HostId own = HostId.of("libvirt", libvirt.virsh("hostname"));

    try (PowerControl unnamed = control("")) {
      // When
      boolean reaches = unnamed.reaches(own);

      // Then
      assertThat(reaches).isTrue();
      assertThat(unnamed.reaches(HOST)).isFalse();
    }
  }

  @Test
  void connectsAgainAfterTheDaemonWasRestarted() {
    assumeTrue(LibvirtDaemon.mayRestart(), "libvirtd is not ours to restart");

    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    String run = libvirt.instance(vm);
    control.state(HOST, vm.id());
    libvirt.stopDaemon();
    Throwable meanwhile = catchThrowable(() -> control.powerOff(HOST, vm.id(), run));
    libvirt.startDaemon();

    // When
    control.powerOff(HOST, vm.id(), run);

    // Then
    assertThat(meanwhile).isInstanceOf(HypervisorException.class);
    assertThat(control.state(HOST, vm.id())).contains(PowerState.off());
  }

  private static PowerControl control(String name) {
    return new LibvirtAdapter()
        .powerControl(new HypervisorSettings(name, "libvirt", LibvirtDaemon.uri(), Map.of()));
  }
}
