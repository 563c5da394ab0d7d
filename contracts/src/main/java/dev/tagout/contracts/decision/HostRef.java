package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/**
 * A host in a decision; name and tier are null when nobody has said them.
 *
 * @param group the host group that it is assigned to; null when nobody has said it, and in
 *     decisions of versions that did not tell it
 */
public record HostRef(
    HostId id, String name, String tier, @JsonInclude(JsonInclude.Include.NON_NULL) String group) {
  public HostRef {
    Require.present(id, "id");
  }

  /** A host without a group. */
  public HostRef(HostId id, String name, String tier) {
    this(id, name, tier, null);
  }

  /** The name if there is one, else the id. */
  public String label() {
    return name == null ? id.value() : name;
  }
}
