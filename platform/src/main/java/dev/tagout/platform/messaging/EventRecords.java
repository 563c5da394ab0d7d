package dev.tagout.platform.messaging;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import io.cloudevents.CloudEvent;

/** Events as CloudEvents and back. */
public final class EventRecords {
  private EventRecords() {}

  /**
   * @throws ContractViolation that names the attribute or field which is missing or wrong
   */
  public static TagoutEvent fromCloudEvent(CloudEvent event) {
    EventType type =
        EventType.ofWireName(event.getType())
            .orElseThrow(
                () -> new ContractViolation("type", "is unknown: " + clip(event.getType())));
    if (event.getSubject() == null) {
      throw new ContractViolation("subject", "is required: the id of the VM or host");
    }
    if (event.getTime() == null) {
      throw new ContractViolation("time", "is required: when it was observed");
    }
    if (event.getData() == null) {
      throw new ContractViolation("data", "is required");
    }
    EventData data;
    try {
      data = Json.read(event.getData().toBytes(), type.dataType());
    } catch (ContractViolation e) {
      throw e.within("data");
    }
    return new TagoutEvent(
        event.getId(),
        event.getSource(),
        type,
        event.getSubject(),
        event.getTime().toInstant(),
        data);
  }

  /** The event as it goes to Kafka: binary mode, JSON value, keyed by its subject. */
  public static OutgoingRecord toRecord(TagoutEvent event) {
    return new OutgoingRecord(
        switch (event.type().subjectKind()) {
          case VM -> Topic.VM_EVENTS;
          case HOST -> Topic.HOST_EVENTS;
        },
        event.subject(),
        event.id(),
        event.type().wireName(),
        event.source(),
        event.subject(),
        event.time(),
        Json.text(event.data()));
  }

  private static String clip(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
