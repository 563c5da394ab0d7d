package dev.tagout.exporter.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were counted or put aside, and are not committed. They come again when the receiver
 * was away, and are not told of twice. Only what is out of the ordinary stands here.
 */
final class Told {
  private final Map<TopicPartition, Set<Long>> offsets = new HashMap<>();

  boolean has(ConsumerRecord<?, ?> record) {
    return offsets.getOrDefault(partition(record), Set.of()).contains(record.offset());
  }

  void add(ConsumerRecord<?, ?> record) {
    offsets.computeIfAbsent(partition(record), p -> new HashSet<>()).add(record.offset());
  }

  /** What is settled does not come again. */
  void forget(Map<TopicPartition, Long> ends) {
    ends.forEach(
        (partition, end) ->
            offsets.computeIfPresent(
                partition,
                (p, some) -> {
                  some.removeIf(offset -> offset < end);
                  return some.isEmpty() ? null : some;
                }));
  }

  /** They are others' now. */
  void forget(Collection<TopicPartition> partitions) {
    offsets.keySet().removeAll(partitions);
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
