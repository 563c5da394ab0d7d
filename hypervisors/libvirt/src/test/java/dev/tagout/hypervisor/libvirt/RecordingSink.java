package dev.tagout.hypervisor.libvirt;

import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.LifecycleSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps what it was told. */
final class RecordingSink implements LifecycleSink {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<TagoutEvent> events = new CopyOnWriteArrayList<>();
  private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

  @Override
  public void accept(TagoutEvent event) {
    events.add(event);
  }

  @Override
  public void connection(ConnectionState state) {
    states.add(state);
  }

  List<TagoutEvent> events() {
    return List.copyOf(events);
  }

  List<TagoutEvent> eventsOf(VmId vm) {
    return events.stream().filter(e -> e.subject().equals(vm.value())).toList();
  }

  List<EventType> typesOf(VmId vm) {
    return eventsOf(vm).stream().map(TagoutEvent::type).toList();
  }

  List<ConnectionState> states() {
    return List.copyOf(states);
  }

  /** Waits for the listing that follows on {@code before} earlier ones. */
  HostConnected awaitListing(int before) {
    await("listing " + (before + 1)).atMost(PATIENCE).until(() -> listings().size() > before);
    return listings().get(before);
  }

  List<HostConnected> listings() {
    return events.stream()
        .filter(e -> e.type() == EventType.HOST_CONNECTED)
        .map(e -> (HostConnected) e.data())
        .toList();
  }

  /** Waits until the VM's events are such. */
  void awaitEvents(String what, VmId vm, Predicate<List<TagoutEvent>> such) {
    await(what).atMost(PATIENCE).until(() -> such.test(eventsOf(vm)));
  }

  void awaitLast(VmId vm, EventType type) {
    awaitEvents(
        vm + " is last told " + type, vm, told -> !told.isEmpty() && told.getLast().type() == type);
  }

  void awaitState(Class<? extends ConnectionState> type) {
    await("connection " + type.getSimpleName())
        .atMost(PATIENCE)
        .until(() -> !states.isEmpty() && type.isInstance(states.getLast()));
  }
}
