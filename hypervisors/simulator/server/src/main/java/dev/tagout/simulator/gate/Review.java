package dev.tagout.simulator.gate;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Vm;

/** The question: may this VM do this on this host now? The body of {@code POST /v1/reviews}. */
public record Review(AskedVm vm, AskedHost host, Operation operation, String requestedBy) {
  static Review of(Vm vm, Name host, Operation operation, String requestedBy) {
    return new Review(
        new AskedVm(vm.name().asVm(), vm.name().value(), vm.configuration()),
        new AskedHost(host.asHost()),
        operation,
        requestedBy);
  }

  /** The VM as its hypervisor knows it. */
  public record AskedVm(VmId id, String name, VmConfiguration configuration) {}

  /** The host where it would run. */
  public record AskedHost(HostId id) {}
}
