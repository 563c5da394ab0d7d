package dev.tagout.platform.messaging;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.trace.TraceParent;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Optional;

/**
 * What a service does with the records of a topic. Transport, retries and dead letters are not its
 * concern.
 *
 * @param <T> the contract type
 */
public interface RecordHandler<T> {
  Topic topic();

  /**
   * @throws dev.tagout.contracts.json.ContractViolation when the record is not what the contract
   *     says; it becomes a dead letter
   */
  T parse(CloudEvent event);

  /**
   * The same, for who keeps what caused the record.
   *
   * @param cause the step that sent it, if that was said
   */
  default T parse(CloudEvent event, Optional<TraceParent> cause) {
    return parse(event);
  }

  /**
   * Handles some records, in the order in which they came; in one transaction or none at all. It
   * sees a record again when a call failed, and when Kafka delivers it twice.
   *
   * @throws dev.tagout.contracts.json.ContractViolation when one of them can never be handled
   */
  void handle(List<T> records);

  /**
   * A record without a value on a compacted topic: there is nothing more to be said about this key.
   * Called in order with {@link #handle}, with the same retries, and may be called twice.
   */
  default void removed(String key) {}
}
