package dev.tagout.hypervisor.simulator;

import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.LifecycleSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class RecordingSink implements LifecycleSink {
  final List<TagoutEvent> events = new CopyOnWriteArrayList<>();
  final List<ConnectionState> states = new CopyOnWriteArrayList<>();

  @Override
  public void accept(TagoutEvent event) {
    events.add(event);
  }

  @Override
  public void connection(ConnectionState state) {
    states.add(state);
  }

  /** The events as {@code <type> <subject>}, in order. */
  List<String> told() {
    return events.stream().map(event -> event.type() + " " + event.subject()).toList();
  }
}
