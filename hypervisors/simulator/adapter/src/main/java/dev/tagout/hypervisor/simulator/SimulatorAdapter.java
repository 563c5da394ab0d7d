package dev.tagout.hypervisor.simulator;

import dev.tagout.hypervisor.Capabilities;
import dev.tagout.hypervisor.Capability;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.PowerControl;
import java.time.Duration;
import java.util.EnumSet;

/**
 * Adapter to the simulator. The setting {@code uri} is its base URL; there are no other properties.
 * A simulator has several hosts, and one source tells of all of them.
 */
public final class SimulatorAdapter implements HypervisorAdapter {
  static final String TYPE = "simulator";

  /**
   * Events are pushed and seen at once; a connection that died in silence costs the time until that
   * is noticed, and the longest back-off.
   */
  private static final Duration EXPOSURE_WINDOW =
      SimulatorSource.SILENCE.plus(SimulatorSource.LONGEST_BACK_OFF);

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(EnumSet.of(Capability.SYNC_HOOK, Capability.REACTIVE), EXPOSURE_WINDOW);
  }

  @Override
  public LifecycleSource source(HypervisorSettings settings, Duration listEvery) {
    return new SimulatorSource(
        settings.name(), Endpoint.of(settings), listEvery, SimulatorSource.SILENCE);
  }

  @Override
  public PowerControl powerControl(HypervisorSettings settings) {
    return new SimulatorPowerControl(Endpoint.of(settings));
  }
}
