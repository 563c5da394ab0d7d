package dev.tagout.contracts.decision;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/** A host in a decision; name and tier are null when nobody has said them. */
public record HostRef(HostId id, String name, String tier) {
  public HostRef {
    Require.present(id, "id");
  }

  /** The name if there is one, else the id. */
  public String label() {
    return name == null ? id.value() : name;
  }
}
