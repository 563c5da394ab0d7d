package dev.tagout.simulator.world;

import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.json.Require;

/**
 * A VM as it is at one instant.
 *
 * @param host where it is defined, and where it runs if it does
 * @param autostart whether the host would start it by itself; the simulator only keeps the mark
 */
public record Vm(
    Name name, Name host, VmConfiguration configuration, boolean autostart, Power power) {
  public Vm {
    Require.present(name, "name");
    Require.present(host, "host");
    Require.present(configuration, "configuration");
    Require.present(power, "power");
  }

  Vm with(Power power) {
    return new Vm(name, host, configuration, autostart, power);
  }

  Vm on(Name host) {
    return new Vm(name, host, configuration, autostart, power);
  }

  Vm with(boolean autostart) {
    return new Vm(name, host, configuration, autostart, power);
  }

  /** Identity of its run; null when it does not run. */
  public String instance() {
    return switch (power) {
      case Power.Running running -> running.instance();
      case Power.Off off -> null;
    };
  }
}
