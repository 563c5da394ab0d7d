package dev.tagout.contracts.event;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/** A VM is no longer defined on this host. */
public record VmRemoved(HostId host) implements EventData.Lifecycle {
  public VmRemoved {
    Require.present(host, "host");
  }
}
