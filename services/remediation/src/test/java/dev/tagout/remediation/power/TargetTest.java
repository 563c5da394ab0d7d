package dev.tagout.remediation.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.FakeHypervisor;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final HostId HOST = HostId.of("fake", "host-a");
  private static final VmId VM = VmId.of("fake", "web-01");

  private static final BooleanSupplier STILL = () -> true;

  private final FakeHypervisor hypervisor = new FakeHypervisor();

  @Test
  void powersOffAndSeesThatItIsOff() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");

    // When
    Stop stop = target(Duration.ZERO, false).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(stop).isEqualTo(new Stop.Done());
    assertThat(hypervisor.calls(VM)).containsExactly("powerOff");
  }

  @Test
  void doesNotTouchAnotherRun() {
    // Given
    hypervisor.runs(VM, HOST, "run-2");

    // When
    Stop stop = target(Duration.ZERO, false).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(stop).isEqualTo(new Stop.NotThere(Sight.ANOTHER_RUN));
    assertThat(hypervisor.calls(VM)).isEmpty();
  }

  @Test
  void doesNotTouchARunThatBeganSinceTheLook() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");
    hypervisor.before(VM, () -> hypervisor.runs(VM, HOST, "run-2"));

    // When
    assertThatThrownBy(() -> target(Duration.ZERO, false).stop(RemediationAction.POWER_OFF, STILL))

        // Then
        .isInstanceOf(HypervisorException.class);
    assertThat(hypervisor.isRunning(VM)).isTrue();
  }

  @Test
  void doesNotTouchARunWithoutAnIdentity() {
    // Given
    hypervisor.runs(VM, HOST, null);

    // When
    Stop stop = target(Duration.ZERO, false).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(stop).isEqualTo(new Stop.NotThere(Sight.ANOTHER_RUN));
    assertThat(hypervisor.calls(VM)).isEmpty();
  }

  @Test
  void doesNotLookForTheVmElsewhere() {
    // Given
    hypervisor.runs(VM, HostId.of("fake", "host-b"), "run-1");

    // When
    Stop stop = target(Duration.ZERO, false).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(stop).isEqualTo(new Stop.NotThere(Sight.ABSENT));
    assertThat(hypervisor.calls(VM)).isEmpty();
  }

  @Test
  void saves() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");

    // When
    target(Duration.ZERO, false).stop(RemediationAction.SAVE, STILL);

    // Then
    assertThat(hypervisor.calls(VM)).containsExactly("save");
  }

  @Test
  void takesTheAutostartMarkFirstWhereThatIsWanted() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");

    // When
    target(Duration.ZERO, true).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(hypervisor.calls(VM)).containsExactly("disableAutostart", "powerOff");
  }

  @Test
  void asksAGuestFirstWhereItHasTime() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");

    // When
    target(Duration.ofMinutes(1), false).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(hypervisor.calls(VM)).containsExactly("shutDown");
  }

  @Test
  void takesThePowerFromAGuestThatDoesNotListen() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");
    hypervisor.ignoresShutDown(VM);

    // When
    target(Duration.ofMillis(1), false).stop(RemediationAction.POWER_OFF, STILL);

    // Then
    assertThat(hypervisor.calls(VM)).containsExactly("shutDown", "powerOff");
  }

  @Test
  void leavesThePowerOnWhenItIsNotToBeStoppedAnyMore() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");
    hypervisor.ignoresShutDown(VM);

    // When
    Stop stop = target(Duration.ofMillis(1), true).stop(RemediationAction.POWER_OFF, () -> false);

    // Then
    assertThat(stop).isEqualTo(new Stop.LeftOn());
    assertThat(hypervisor.calls(VM)).containsExactly("shutDown");
    assertThat(hypervisor.isRunning(VM)).isTrue();
  }

  @Test
  void doesNotBelieveAHypervisorThatSaysDone() {
    // Given
    hypervisor.runs(VM, HOST, "run-1");
    hypervisor.ignoresPowerOff(VM);

    // When
    assertThatThrownBy(() -> target(Duration.ZERO, false).stop(RemediationAction.POWER_OFF, STILL))

        // Then
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("still runs");
  }

  private Target target(Duration grace, boolean disableAutostart) {
    return new Target(
        hypervisor, HOST, VM, "run-1", settings(grace, disableAutostart), Clock.systemUTC());
  }

  private static RemediationConfig.PowerOff settings(Duration grace, boolean disableAutostart) {
    return new RemediationConfig.PowerOff() {
      @Override
      public Duration grace() {
        return grace;
      }

      @Override
      public boolean disableAutostart() {
        return disableAutostart;
      }
    };
  }
}
