package dev.tagout.platform.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A dead letter as lists show it.
 *
 * @param topic the topic that the record is of, or {@code outbox}; with {@code partition} and
 *     {@code offset} its address
 * @param at when it was put aside
 * @param reason why
 * @param field the field that is wrong, where one is
 * @param source where the record stood, or of the outbox the topic where it was to go
 * @param size of the value, in bytes
 * @param complete whether the whole record was kept; else it cannot be replayed
 * @param overtakenBy of the outbox: id of a later message with its key that went first
 * @param replayedAt when it was sent back; absent when it was not
 * @param replayedBy who wanted that; absent also when it was done before that was kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Letter(
    String topic,
    int partition,
    long offset,
    Instant at,
    String key,
    String eventId,
    String reason,
    String field,
    Source source,
    long size,
    boolean complete,
    String overtakenBy,
    Instant replayedAt,
    String replayedBy) {

  /** Where the record stood. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Source(String topic, Integer partition, Long offset) {
    @Override
    public String toString() {
      return topic + ", partition " + partition + ", offset " + offset;
    }
  }

  Address address() {
    return new Address(topic, partition, offset);
  }

  Letter replayed(Instant when, String by) {
    return new Letter(
        topic,
        partition,
        offset,
        at,
        key,
        eventId,
        reason,
        field,
        source,
        size,
        complete,
        overtakenBy,
        when,
        by);
  }
}
