package dev.tagout.simulator.world;

import dev.tagout.contracts.event.VmConfiguration;
import java.util.Optional;

/** What a VM shall be; whether it runs is not part of it. */
public record Definition(Name name, Name host, VmConfiguration configuration, boolean autostart) {
  /** The VM with this definition and the power that it had; a new one is off. */
  Vm appliedTo(Optional<Vm> old) {
    return new Vm(
        name, host, configuration, autostart, old.map(Vm::power).orElse(new Power.Off(false)));
  }
}
