package dev.tagout.remediation.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import dev.tagout.platform.config.HypervisorsConfig;
import dev.tagout.remediation.run.People;
import dev.tagout.remediation.run.Run;
import dev.tagout.remediation.run.RunState;
import dev.tagout.remediation.safety.Scope;
import dev.tagout.remediation.world.FakeAdapter;
import dev.tagout.remediation.world.FakeHypervisor;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PowerControlsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void reachesAHostThoughAnotherHypervisorCannotBeAsked() {
    // Given
    PowerControls controls = controls(new Silent(), new FakeHypervisor());

    // When
    Reach reach = controls.reach(runOn("fake:host-a"));

    // Then
    assertThat(reach).isInstanceOf(Reach.Reached.class);
  }

  @Test
  void doesNotKnowWhileAHypervisorCannotBeAsked() {
    // Given
    PowerControls controls = controls(new Silent(), new FakeHypervisor());

    // When
    Reach reach = controls.reach(runOn("libvirt:host-a"));

    // Then
    assertThat(reach).isEqualTo(new Reach.Unknown("silence"));
  }

  @Test
  void saysThatNobodyHasTheHost() {
    // Given
    PowerControls controls = controls(new FakeHypervisor());

    // When
    Reach reach = controls.reach(runOn("libvirt:host-a"));

    // Then
    assertThat(reach)
        .isEqualTo(new Reach.Unreachable("no configured hypervisor has the host libvirt:host-a"));
  }

  @Test
  void namesTheKeyAndTheKnownTypesWhenATypeIsUnknown() {
    // Given
    Adapters adapters = new Adapters(List.of(new FakeAdapter()));

    // When
    assertThatThrownBy(() -> adapters.powerControls(Map.of("lab", hypervisor("libvrt"))))

        // Then
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tagout.hypervisors.lab.type is libvrt, known are [fake]");
  }

  private static PowerControls controls(PowerControl... controls) {
    return new PowerControls(List.of(controls), null, Clock.systemUTC());
  }

  private static Run runOn(String host) {
    return new Run(
        RunId.next(),
        VmId.of("fake", "web-01"),
        null,
        new HostId(host),
        new Scope(null, null),
        "run-1",
        null,
        Trigger.BYPASS,
        RemediationAction.POWER_OFF,
        DecisionId.next(),
        List.of(),
        NOW,
        null,
        0,
        0,
        new RunState.Pending(NOW, null),
        People.NONE,
        Optional.empty());
  }

  private static HypervisorsConfig.Hypervisor hypervisor(String type) {
    return new HypervisorsConfig.Hypervisor() {
      @Override
      public String type() {
        return type;
      }

      @Override
      public String uri() {
        return "fake:lab";
      }

      @Override
      public Map<String, String> properties() {
        return Map.of();
      }
    };
  }

  /** Cannot be asked anything. */
  private static final class Silent implements PowerControl {
    @Override
    public boolean reaches(HostId host) {
      throw new HypervisorException("silence");
    }

    @Override
    public Optional<PowerState> state(HostId host, VmId vm) {
      throw new HypervisorException("silence");
    }

    @Override
    public void shutDown(HostId host, VmId vm, String instance) {
      throw new HypervisorException("silence");
    }

    @Override
    public void powerOff(HostId host, VmId vm, String instance) {
      throw new HypervisorException("silence");
    }

    @Override
    public void save(HostId host, VmId vm, String instance) {
      throw new HypervisorException("silence");
    }

    @Override
    public void disableAutostart(HostId host, VmId vm) {
      throw new HypervisorException("silence");
    }

    @Override
    public void close() {}
  }
}
