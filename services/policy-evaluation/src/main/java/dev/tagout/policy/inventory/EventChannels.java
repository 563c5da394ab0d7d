package dev.tagout.policy.inventory;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.RecordConsumer;
import dev.tagout.policy.mark.WakeUp;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channels by which events come in. */
@ApplicationScoped
class EventChannels {
  private final RecordConsumer consumer;
  private final EventsHandler ofVms;
  private final EventsHandler ofHosts;

  EventChannels(RecordConsumer consumer, Inventory inventory, WakeUp wakeUp, Clock clock) {
    this.consumer = consumer;
    this.ofVms = new EventsHandler(Topic.VM_EVENTS, inventory, wakeUp, clock);
    this.ofHosts = new EventsHandler(Topic.HOST_EVENTS, inventory, wakeUp, clock);
  }

  @Incoming("vm-events")
  @Blocking
  void vms(ConsumerRecords<String, byte[]> batch) {
    consumer.consume(batch, ofVms);
  }

  @Incoming("host-events")
  @Blocking
  void hosts(ConsumerRecords<String, byte[]> batch) {
    consumer.consume(batch, ofHosts);
  }
}
