package dev.tagout.simulator.vm;

import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.simulator.world.Definition;
import dev.tagout.simulator.world.Name;
import java.util.List;

/**
 * The body of {@code PUT /v1/vms/{name}}: the whole definition, what is left out is not so.
 *
 * @param host the host's name
 * @param tpm null where the VM does not say
 * @param autostart null is false
 */
public record DefineRequest(
    String host,
    String tier,
    String owner,
    List<String> admins,
    List<VmConfiguration.Nic> nics,
    List<VmConfiguration.Disk> disks,
    Boolean tpm,
    String image,
    Boolean autostart) {

  Definition of(Name name) {
    return new Definition(
        name,
        Name.of(host, "host"),
        // A hypervisor knows its VMs: one that was defined without NICs has none.
        new VmConfiguration(
            tier,
            owner,
            admins,
            nics == null ? List.of() : nics,
            disks == null ? List.of() : disks,
            tpm,
            image),
        Boolean.TRUE.equals(autostart));
  }
}
