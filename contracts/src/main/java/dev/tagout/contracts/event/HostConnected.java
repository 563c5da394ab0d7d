package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * A source connected to a host and listed what is there, or lists it again over the connection that
 * it has. The event's time is an instant before the listing began, so that whatever happened
 * meanwhile is newer than the listing.
 *
 * @param name as people call the host
 * @param vms every VM that is defined or runs there: who is not in it is not there
 * @param again true when it is told again, though nothing was lost, so that the host is known to be
 *     heard of; null when the source connected
 */
public record HostConnected(String name, List<ListedVm> vms, Boolean again)
    implements EventData.Lifecycle {
  public HostConnected {
    Require.text(name, 255, "name");
    vms = Require.presentList(vms, "vms");
  }

  /** The listing of a source that connected. */
  public HostConnected(String name, List<ListedVm> vms) {
    this(name, vms, null);
  }

  /** Whether it may say nothing new. */
  public boolean toldAgain() {
    return Boolean.TRUE.equals(again);
  }
}
