package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads whole topics, from their beginning to what is their end now. */
final class TopicReader {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String kafka;

  TopicReader(String kafka) {
    this.kafka = kafka;
  }

  /**
   * Every record, each partition in its order.
   *
   * @return how many there were
   */
  long read(String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
            "isolation.level",
            "read_committed",
            "max.poll.records",
            5000,
            "fetch.max.bytes",
            8 << 20,
            "enable.auto.commit",
            false);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long count = 0;
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new ChaosException(topic + " cannot be read to its end");
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          each.accept(record);
          count++;
        }
      }
      return count;
    }
  }

  /** The CloudEvent's id; empty when it is none. */
  static String eventId(ConsumerRecord<String, byte[]> record) {
    Header id = record.headers().lastHeader("ce_id");
    return id == null ? "" : new String(id.value(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
