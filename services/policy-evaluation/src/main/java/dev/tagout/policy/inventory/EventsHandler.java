package dev.tagout.policy.inventory;

import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.EventRecords;
import dev.tagout.platform.messaging.RecordHandler;
import dev.tagout.policy.mark.WakeUp;
import io.cloudevents.CloudEvent;
import java.util.List;

/** Takes events of one topic into the inventory. */
record EventsHandler(Topic topic, Inventory inventory, WakeUp wakeUp)
    implements RecordHandler<TagoutEvent> {
  @Override
  public TagoutEvent parse(CloudEvent event) {
    return EventRecords.fromCloudEvent(event);
  }

  @Override
  public void handle(List<TagoutEvent> events) {
    if (topic == Topic.HOST_EVENTS) {
      // A listing touches every VM of its host: one at a time, so that no gate waits for many.
      events.forEach(event -> inventory.apply(List.of(event)));
    } else {
      inventory.apply(events);
    }
    wakeUp.call();
  }
}
