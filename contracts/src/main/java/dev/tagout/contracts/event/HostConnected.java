package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * A source connected to a host and listed what is there. The event's time is the instant before the
 * listing began, so that whatever happened meanwhile is newer than the listing.
 *
 * @param name as people call the host
 * @param vms every VM that is defined or runs there: who is not in it is not there
 */
public record HostConnected(String name, List<ListedVm> vms) implements EventData.Lifecycle {
  public HostConnected {
    Require.text(name, 255, "name");
    vms = Require.presentList(vms, "vms");
  }
}
