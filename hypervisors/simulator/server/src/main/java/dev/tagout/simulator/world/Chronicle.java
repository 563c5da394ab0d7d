package dev.tagout.simulator.world;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Dates what happens, and tells it to who listens. Not safe for threads: the world's lock guards
 * it.
 */
final class Chronicle {
  private static final URI SOURCE = URI.create("/simulator");

  private final List<World.Listener> listeners = new ArrayList<>();
  private final EventTime time;

  Chronicle(Clock clock) {
    time = new EventTime(clock);
  }

  Instant now() {
    return time.next();
  }

  void add(World.Listener listener) {
    listeners.add(listener);
  }

  void remove(World.Listener listener) {
    listeners.remove(listener);
  }

  void vm(Name vm, EventData.Lifecycle data) {
    tell(TagoutEvent.ofVm(type(data), vm.asVm(), now(), SOURCE, data));
  }

  void host(Name host, EventData.Lifecycle data) {
    tell(TagoutEvent.ofHost(type(data), host.asHost(), now(), SOURCE, data));
  }

  private void tell(TagoutEvent event) {
    listeners.forEach(listener -> listener.happened(event));
  }

  private static EventType type(EventData.Lifecycle data) {
    return switch (data) {
      case VmDefined d -> EventType.VM_DEFINED;
      case VmStarted d -> EventType.VM_STARTED;
      case VmStopped d -> EventType.VM_STOPPED;
      case VmMigrated d -> EventType.VM_MIGRATED;
      case VmRemoved d -> EventType.VM_REMOVED;
      case HostConnected d -> EventType.HOST_CONNECTED;
      case HostRemoved d -> EventType.HOST_REMOVED;
      case HostDisconnected d ->
          throw new IllegalArgumentException("the simulator does not lose its own hosts");
    };
  }
}
