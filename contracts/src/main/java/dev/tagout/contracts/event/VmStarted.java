package dev.tagout.contracts.event;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/**
 * A VM runs on a host from now on.
 *
 * @param cause how it came to run; {@code unknown} when absent
 * @param instance the hypervisor's identity of this run, by which a second report of the same run
 *     is told from a new run; null where it has none
 */
public record VmStarted(HostId host, StartCause cause, String instance)
    implements EventData.Lifecycle {
  public VmStarted {
    Require.present(host, "host");
    cause = cause == null ? StartCause.UNKNOWN : cause;
    Require.bounded(instance, 200, "instance");
  }
}
