package dev.tagout.lab.chaos;

import dev.tagout.contracts.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the services have yet to read. */
final class Backlog implements AutoCloseable {
  private static final Map<String, List<Topic>> READERS =
      Map.of(
          "tagout-policy-evaluation", List.of(Topic.VM_EVENTS),
          "tagout-policy-evaluation-hosts", List.of(Topic.HOST_EVENTS),
          "tagout-policy-evaluation-outcomes", List.of(Topic.REMEDIATION_OUTCOMES),
          "tagout-remediation-2", List.of(Topic.VERDICTS),
          "tagout-collector", List.of(Topic.INGEST_OSQUERY));

  private final Admin admin;

  Backlog(String kafka) {
    admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", kafka,
                "reconnect.backoff.max.ms", 200,
                "request.timeout.ms", 2000,
                "default.api.timeout.ms", 4000));
  }

  /**
   * Records of all topics that nobody has read who should.
   *
   * @throws ChaosException when the broker does not say
   */
  long records() throws InterruptedException {
    long records = 0;
    for (Map.Entry<String, List<Topic>> reader : READERS.entrySet()) {
      records += records(reader.getKey(), reader.getValue());
    }
    return records;
  }

  private long records(String group, List<Topic> topics) throws InterruptedException {
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
      return admin
          .listOffsets(
              partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
          .all()
          .get()
          .entrySet()
          .stream()
          .mapToLong(end -> end.getValue().offset() - offset(read.get(end.getKey())))
          .sum();
    } catch (ExecutionException e) {
      throw new ChaosException("what " + group + " has read cannot be had", e.getCause());
    }
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
    admin.close(java.time.Duration.ofSeconds(1));
  }
}
