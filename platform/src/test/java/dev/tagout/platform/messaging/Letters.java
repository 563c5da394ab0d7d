package dev.tagout.platform.messaging;

import dev.tagout.contracts.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Stands in for Kafka: keeps what is written, or fails as it is told to. */
final class Letters extends KafkaWriter {
  final List<ProducerRecord<String, byte[]>> written = new CopyOnWriteArrayList<>();
  final Deque<RuntimeException> failures = new ArrayDeque<>();

  Letters() {
    super(null, null);
  }

  @Override
  public void write(List<ProducerRecord<String, byte[]>> records) {
    if (!failures.isEmpty()) {
      throw failures.poll();
    }
    written.addAll(records);
  }

  DeadLetters deadLetters() {
    return new DeadLetters(this, new SimpleMeterRegistry(), java.time.Clock.systemUTC());
  }

  List<String> keys() {
    return written.stream().map(ProducerRecord::key).toList();
  }

  static String header(ProducerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** A record as a consumer gets it; without a value when {@code json} is null. */
  static ConsumerRecord<String, byte[]> record(Topic topic, String key, String json) {
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            topic.topicName(),
            0,
            7,
            key,
            json == null ? null : json.getBytes(StandardCharsets.UTF_8));
    if (json != null) {
      header(record, "ce_specversion", "1.0");
      header(record, "ce_id", "id-" + key);
      header(record, "ce_type", "any");
      header(record, "ce_source", "/test");
      header(record, "content-type", "application/json");
    }
    return record;
  }

  static void header(ConsumerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @SafeVarargs
  static ConsumerRecords<String, byte[]> batch(ConsumerRecord<String, byte[]>... records) {
    List<ConsumerRecord<String, byte[]>> list = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      list.add(record);
    }
    TopicPartition partition = new TopicPartition(records[0].topic(), 0);
    return new ConsumerRecords<>(Map.of(partition, list), Map.of());
  }
}
