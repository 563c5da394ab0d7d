package dev.tagout.contracts.event;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/** A VM runs on this host no more. It may run on another one. */
public record VmStopped(HostId host, StopCause cause) implements EventData.Lifecycle {
  public VmStopped {
    Require.present(host, "host");
    cause = cause == null ? StopCause.UNKNOWN : cause;
  }
}
