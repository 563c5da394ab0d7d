package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/** The NICs of a host. */
public record NetworkObserved(List<HostNic> nics) implements EventData.Observation {
  public NetworkObserved {
    nics = Require.presentList(nics, "nics");
  }

  /**
   * A NIC of a host.
   *
   * @param zone the declared network zone
   * @param virtualSwitch the switch that it is bound to, {@code switch} on the wire
   */
  public record HostNic(
      String name,
      NicUse use,
      String zone,
      List<Integer> vlans,
      @com.fasterxml.jackson.annotation.JsonProperty("switch") String virtualSwitch) {
    public HostNic {
      Require.text(name, 255, "name");
      Require.present(use, "use");
      vlans = vlans == null ? null : Require.list(vlans, "vlans");
    }
  }
}
