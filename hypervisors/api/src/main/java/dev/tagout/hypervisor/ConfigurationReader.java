package dev.tagout.hypervisor;

import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.VmId;

/** Reads a VM's definition in the notation of its hypervisor, which is not to be trusted. */
public interface ConfigurationReader {
  /**
   * @throws dev.tagout.contracts.json.ContractViolation that says what is wrong with the definition
   */
  DefinedVm read(byte[] definition);

  /** A VM as its definition says it. */
  record DefinedVm(VmId id, String name, VmConfiguration configuration) {}
}
