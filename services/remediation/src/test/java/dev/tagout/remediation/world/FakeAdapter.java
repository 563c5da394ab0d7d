package dev.tagout.remediation.world;

import dev.tagout.hypervisor.Capabilities;
import dev.tagout.hypervisor.Capability;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.PowerControl;
import java.time.Duration;
import java.util.Set;

/** Gives remediation the {@link FakeHypervisor} that tests look at. */
public final class FakeAdapter implements HypervisorAdapter {
  static final String TYPE = "fake";
  static final FakeHypervisor HYPERVISOR = new FakeHypervisor();

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(Set.of(Capability.REACTIVE), Duration.ZERO);
  }

  @Override
  public LifecycleSource source(HypervisorSettings settings, Duration listEvery) {
    throw new UnsupportedOperationException("remediation listens to no hypervisor");
  }

  @Override
  public PowerControl powerControl(HypervisorSettings settings) {
    return HYPERVISOR;
  }
}
