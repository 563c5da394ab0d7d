package dev.tagout.simulator.host;

import dev.tagout.contracts.id.HostId;
import dev.tagout.simulator.world.Listing;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Vm;
import java.util.List;

/**
 * A host as HTTP shows it.
 *
 * @param vms names of the VMs that are defined there
 */
public record HostView(HostId id, Name name, List<Name> vms) {
  static HostView of(Listing.Host host) {
    return new HostView(
        host.name().asHost(), host.name(), host.vms().stream().map(Vm::name).toList());
  }
}
