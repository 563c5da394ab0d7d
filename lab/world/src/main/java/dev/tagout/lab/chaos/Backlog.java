package dev.tagout.lab.chaos;

import dev.tagout.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the services have yet to read. */
final class Backlog implements AutoCloseable {
  private static final String EVENTS_READER = "tagout-policy-evaluation";

  private static final Map<String, List<Topic>> READERS =
      Map.of(
          EVENTS_READER,
          List.of(Topic.VM_EVENTS),
          "tagout-policy-evaluation-hosts",
          List.of(Topic.HOST_EVENTS),
          "tagout-policy-evaluation-outcomes",
          List.of(Topic.REMEDIATION_OUTCOMES),
          "tagout-remediation-2",
          List.of(Topic.VERDICTS),
          "tagout-collector",
          List.of(Topic.INGEST_OSQUERY));

  /** So many offsets may be all ends of transactions; beyond, some are records. */
  private static final int FEW = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Admin admin;
  private final KafkaConsumer<String, byte[]> tail;

  Backlog(String kafka) {
    admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", kafka,
                "reconnect.backoff.max.ms", 200,
                "request.timeout.ms", 2000,
                "default.api.timeout.ms", 4000));
    tail =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", kafka,
                "isolation.level", "read_committed",
                "reconnect.backoff.max.ms", 200,
                "request.timeout.ms", 2000,
                "default.api.timeout.ms", 4000,
                "max.poll.records", 1,
                "enable.auto.commit", false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * Records of all topics that nobody has read who should.
   *
   * @throws ChaosException when the broker does not say
   */
  long records() throws InterruptedException {
    long unread = 0;
    for (Map.Entry<String, List<Topic>> reader : READERS.entrySet()) {
      unread += unread(reader.getKey(), reader.getValue(), true);
    }
    return unread;
  }

  /**
   * Of these, the events of VMs alone, which a service acknowledges a second after it has read
   * them. Costs much less.
   *
   * @throws ChaosException when the broker does not say
   */
  long events() throws InterruptedException {
    return unread(EVENTS_READER, READERS.get(EVENTS_READER), false);
  }

  /**
   * @param withTransactions whether somebody writes to them in transactions, whose ends take an
   *     offset, too, and are looked for
   */
  private long unread(String group, List<Topic> topics, boolean withTransactions)
      throws InterruptedException {
    try {
      List<TopicPartition> partitions =
          admin
              .describeTopics(topics.stream().map(Topic::topicName).toList())
              .allTopicNames()
              .get()
              .values()
              .stream()
              .flatMap(Backlog::partitions)
              .toList();
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, Long> unread = new HashMap<>();
      admin
          .listOffsets(
              partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
          .all()
          .get()
          .forEach(
              (partition, end) ->
                  unread.put(partition, end.offset() - offset(read.get(partition))));
      unread.replaceAll(
          (partition, offsets) ->
              withTransactions
                      && offsets > 0
                      && offsets <= FEW
                      && !holdsRecords(partition, read.get(partition))
                  ? 0
                  : offsets);
      return unread.values().stream().mapToLong(offsets -> offsets).sum();
    } catch (ExecutionException e) {
      throw new ChaosException("what " + group + " has read cannot be had", e.getCause());
    } catch (KafkaException e) {
      throw new ChaosException("what " + group + " has read cannot be had", e);
    }
  }

  /** The end of a transaction takes an offset, too, and no consumer acknowledges it. */
  private boolean holdsRecords(TopicPartition partition, OffsetAndMetadata read) {
    tail.assign(List.of(partition));
    tail.seek(partition, offset(read));
    long end = tail.endOffsets(List.of(partition)).get(partition);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (tail.position(partition) < end && System.nanoTime() < deadline) {
      if (!tail.poll(Duration.ofMillis(100)).isEmpty()) {
        return true;
      }
    }
    return tail.position(partition) < end;
  }

  private static java.util.stream.Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }

  /** Of a partition of which nothing was read yet. */
  private static long offset(OffsetAndMetadata read) {
    return read == null ? 0 : read.offset();
  }

  @Override
  public void close() {
    tail.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    admin.close(Duration.ofSeconds(1));
  }
}
