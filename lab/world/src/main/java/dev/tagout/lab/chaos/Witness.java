package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads verdicts as they come, as a consumer outside does, and keeps the probes' newest. */
final class Witness implements AutoCloseable {
  private final Map<String, JsonNode> newest = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param kafka not by way of a proxy
   */
  Witness(String kafka) {
    thread = Thread.ofPlatform().name("witness").daemon().start(() -> read(kafka));
  }

  /** Comes back when each probe's newest verdict names its update, or the time is over. */
  boolean await(Map<String, String> updates, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    BooleanSupplier seen =
        () ->
            updates.entrySet().stream()
                .allMatch(probe -> names(newest.get(probe.getKey()), probe.getValue()));
    while (!seen.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }

  private static boolean names(JsonNode verdict, String update) {
    return verdict != null && verdict.path("violations").toString().contains(update);
  }

  private void read(String kafka) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
            "isolation.level",
            "read_committed",
            "reconnect.backoff.max.ms",
            200,
            "retry.backoff.max.ms",
            200,
            "enable.auto.commit",
            false);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(Topic.VERDICTS.topicName()).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Set<String> probes = Set.copyOf(Cast.PROBES);
      while (!closed) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (probes.contains(record.key()) && record.value() != null) {
            newest.put(record.key(), Json.tree(record.value()));
          }
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
