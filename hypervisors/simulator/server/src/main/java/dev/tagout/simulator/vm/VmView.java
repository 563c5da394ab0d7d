package dev.tagout.simulator.vm;

import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.VmId;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Power;
import dev.tagout.simulator.world.Vm;

/**
 * A VM as HTTP shows it.
 *
 * @param host the host's name
 * @param instance identity of the run; absent when it does not run
 * @param saved whether the next start restores it
 */
public record VmView(
    VmId id,
    Name name,
    RunState state,
    Name host,
    String instance,
    boolean saved,
    boolean autostart,
    VmConfiguration configuration) {
  static VmView of(Vm vm) {
    return new VmView(
        vm.name().asVm(),
        vm.name(),
        vm.power().state(),
        vm.host(),
        vm.instance(),
        vm.power() instanceof Power.Off off && off.saved(),
        vm.autostart(),
        vm.configuration());
  }
}
