package dev.tagout.contracts.decision;

import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;

/** A VM in a decision; name and tier are null when nobody has said them. */
public record VmRef(VmId id, String name, String tier) {
  public VmRef {
    Require.present(id, "id");
  }

  /** The name if there is one, else the id. */
  public String label() {
    return name == null ? id.value() : name;
  }
}
