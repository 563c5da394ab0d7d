package dev.tagout.hypervisor.simulator;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.id.HostId;
import dev.tagout.hypervisor.LifecycleSink;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells a sink what lines of the stream mean. Remembers which hosts there are. For one thread. */
final class Narrator {
  private final URI source;
  private final LifecycleSink sink;
  private final SimulatorClock clock = new SimulatorClock(System::nanoTime);
  private final Set<HostId> hosts = new TreeSet<>();
  private boolean connected;

  Narrator(URI source, LifecycleSink sink) {
    this.source = source;
    this.sink = sink;
  }

  /**
   * Tells of every VM and host, and that hosts are removed which were there before and are not
   * listed any more.
   */
  void tell(StreamLine.Listing listing) throws InterruptedException {
    Instant at = listing.listedAt();
    clock.heard(at);
    Set<HostId> listed =
        listing.hosts().stream().map(StreamLine.ListedHost::id).collect(Collectors.toSet());
    for (HostId host : List.copyOf(hosts)) {
      if (!listed.contains(host)) {
        host(EventType.HOST_REMOVED, host, at, new HostRemoved());
        hosts.remove(host);
      }
    }
    hosts.addAll(listed);
    connected = true;
    for (StreamLine.ListedHost host : listing.hosts()) {
      tell(host, at);
    }
  }

  /**
   * Tells what is on the hosts that are known to be there. Which hosts and definitions there are is
   * told by events, some of which may be on their way.
   */
  void tellAgain(StreamLine.Listing listing) throws InterruptedException {
    clock.heard(listing.listedAt());
    for (StreamLine.ListedHost host : listing.hosts()) {
      if (hosts.contains(host.id())) {
        list(host, listing.listedAt(), true);
      }
    }
  }

  void tell(StreamLine.Happened event) throws InterruptedException {
    clock.heard(event.time());
    TagoutEvent told =
        new TagoutEvent(
            event.id(), source, event.type(), event.subject(), event.time(), event.data());
    sink.accept(told);
    if (event.data() instanceof HostConnected) {
      hosts.add(told.host());
    } else if (event.data() instanceof HostRemoved) {
      hosts.remove(told.host());
    }
  }

  void tell(StreamLine.Heartbeat heartbeat) {
    clock.heard(heartbeat.time());
  }

  /** Tells that each host is out of reach, if that was not told since the last listing. */
  void tellLost(String reason) throws InterruptedException {
    if (!connected) {
      return;
    }
    Instant at = clock.now();
    for (HostId host : hosts) {
      host(EventType.HOST_DISCONNECTED, host, at, new HostDisconnected(reason));
    }
    connected = false;
  }

  private void tell(StreamLine.ListedHost host, Instant at) throws InterruptedException {
    for (StreamLine.DefinedVm vm : host.vms()) {
      sink.accept(
          TagoutEvent.ofVm(
              EventType.VM_DEFINED,
              vm.id(),
              at,
              source,
              new VmDefined(vm.name(), host.id(), vm.configuration())));
    }
    list(host, at, null);
  }

  private void list(StreamLine.ListedHost host, Instant at, Boolean again)
      throws InterruptedException {
    List<ListedVm> vms =
        host.vms().stream()
            .map(vm -> new ListedVm(vm.id(), vm.name(), vm.state(), vm.instance()))
            .toList();
    host(EventType.HOST_CONNECTED, host.id(), at, new HostConnected(host.name(), vms, again));
  }

  private void host(EventType type, HostId host, Instant at, EventData data)
      throws InterruptedException {
    sink.accept(TagoutEvent.ofHost(type, host, at, source, data));
  }
}
