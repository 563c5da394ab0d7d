package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic holds for a consumer that heeds transactions. */
public final class Committed {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Committed() {}

  /**
   * The records with this key, in the order in which that consumer reads them; also of what was
   * committed a moment ago, whose marks follow the broker's answer.
   */
  public static List<ConsumerRecord<String, byte[]>> of(String kafka, String topic, String key) {
    try (KafkaConsumer<String, byte[]> all = consumer(kafka, "read_uncommitted");
        KafkaConsumer<String, byte[]> committed = consumer(kafka, "read_committed")) {
      List<TopicPartition> partitions =
          committed.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      Map<TopicPartition, Long> ends = all.endOffsets(partitions);
      committed.assign(partitions);
      committed.seekToBeginning(partitions);
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream().anyMatch(p -> committed.position(p) < ends.get(p))) {
        assertThat(System.nanoTime()).as("a transaction stays open").isLessThan(deadline);
        for (ConsumerRecord<String, byte[]> record : committed.poll(Duration.ofMillis(100))) {
          if (key.equals(record.key())) {
            found.add(record);
          }
        }
      }
      return found;
    }
  }

  private static KafkaConsumer<String, byte[]> consumer(String kafka, String isolation) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", kafka, "isolation.level", isolation, "enable.auto.commit", false),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
