package dev.tagout.contracts.event;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/**
 * A running VM moved from one host to another, on platforms that report this as one event.
 *
 * @param instance as in {@link VmStarted}
 */
public record VmMigrated(HostId from, HostId to, String instance) implements EventData.Lifecycle {
  public VmMigrated {
    Require.present(from, "from");
    Require.present(to, "to");
    Require.bounded(instance, 200, "instance");
  }
}
