package dev.tagout.policy.admission;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.policy.database.StorableText;

/** What a start hook asks. */
public record ReviewRequest(Vm vm, Host host, Operation operation, String requestedBy) {
  public ReviewRequest {
    Require.present(vm, "vm");
    Require.present(host, "host");
    operation = operation == null ? Operation.START : operation;
    if (operation == Operation.UNRECOGNIZED) {
      throw new ContractViolation("operation", "must be START, RESUME, RESTORE or MIGRATE_IN");
    }
    Require.bounded(requestedBy, 255, "requestedBy");
    StorableText.require(requestedBy, "requestedBy");
  }

  /**
   * The VM as the hook sees it.
   *
   * @param name null: as the inventory calls it
   * @param configuration null: as the inventory has it
   */
  public record Vm(VmId id, String name, VmConfiguration configuration) {
    public Vm {
      Require.present(id, "id");
      Require.bounded(name, 255, "name");
      StorableText.require(name, "name");
      StorableText.require(configuration, "configuration");
    }
  }

  /** The host that asks. */
  public record Host(HostId id) {
    public Host {
      Require.present(id, "id");
    }
  }
}
