package dev.tagout.contracts.event;

import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;

/**
 * One VM in a host's listing.
 *
 * @param instance as in {@link VmStarted}; null when it does not run
 */
public record ListedVm(VmId id, String name, RunState state, String instance) {
  public ListedVm {
    Require.present(id, "id");
    Require.text(name, 255, "name");
    Require.present(state, "state");
    Require.bounded(instance, 200, "instance");
  }
}
