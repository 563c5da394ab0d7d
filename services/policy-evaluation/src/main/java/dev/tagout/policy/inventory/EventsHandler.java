package dev.tagout.policy.inventory;

import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.EventRecords;
import dev.tagout.platform.messaging.RecordHandler;
import dev.tagout.policy.mark.WakeUp;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Takes events of one topic into the inventory. */
record EventsHandler(Topic topic, Inventory inventory, WakeUp wakeUp, Clock clock)
    implements RecordHandler<TagoutEvent> {
  /**
   * So far may an event be ahead of the database's clock, and no further: it would win over
   * everything that happens until then.
   */
  private static final Duration TOLERANCE = Duration.ofMinutes(6);

  @Override
  public TagoutEvent parse(CloudEvent event) {
    return requireTrueTime(EventRecords.fromCloudEvent(event));
  }

  /** The collector refuses such times by its own clock, which may itself be what is wrong. */
  TagoutEvent requireTrueTime(TagoutEvent event) {
    Instant now = clock.instant();
    if (event.time().isAfter(now.plus(TOLERANCE))) {
      throw new ContractViolation(
          "time",
          "is %s, more than %d minutes ahead of our clock, %s"
              .formatted(event.time(), TOLERANCE.toMinutes(), now));
    }
    return event;
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
