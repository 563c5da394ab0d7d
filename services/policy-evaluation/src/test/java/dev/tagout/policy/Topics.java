package dev.tagout.policy;

import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.MessageCheck;
import dev.tagout.lab.infrastructure.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands in the topics now. What the service wrote there must be as AsyncAPI says. */
public final class Topics {
  private static final MessageCheck CHECK =
      new MessageCheck(Checkout.current(), "policy-evaluation");

  /** The source of what tests put into the outbox themselves, past the contracts. */
  private static final String FORGED = "/test";

  private Topics() {}

  /** The records of a topic with this key, in order. */
  public static List<ConsumerRecord<String, byte[]>> read(String topic, String key) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestServers.current().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
      CHECK.check(
          found.stream().filter(record -> !FORGED.equals(header(record, "ce_source"))).toList());
      return found.stream().filter(record -> key.equals(record.key())).toList();
    }
  }

  /** The value of a header; null when it is not there. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
