package dev.tagout.exporter.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record goes that can never be delivered. */
@FunctionalInterface
public interface DeadLetterBox {
  /** Returns when it is durable there; throws when it could not be put there. */
  void add(ConsumerRecord<String, byte[]> record, RuntimeException reason);
}
