package dev.tagout.simulator.world;

import java.time.Instant;
import java.util.List;

/**
 * Everything there is at one instant, in order of names.
 *
 * @param listedAt later than every event that is counted in, earlier than every one that is not
 */
public record Listing(Instant listedAt, List<Host> hosts) {
  public Listing {
    hosts = List.copyOf(hosts);
  }

  /** A host with its VMs. */
  public record Host(Name name, List<Vm> vms) {
    public Host {
      vms = List.copyOf(vms);
    }
  }
}
