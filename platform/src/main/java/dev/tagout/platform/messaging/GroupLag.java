package dev.tagout.platform.messaging;

import dev.tagout.platform.log.LogKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * How many records of a topic some consumer groups have not acknowledged. Asked of the broker now
 * and then, as a consumer that waits for something does not know what comes behind.
 */
public final class GroupLag implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GroupLag.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String bootstrapServers;
  private final Duration every;
  private final Map<String, Long> lags = new ConcurrentHashMap<>();
  private RepeatedQuestion question;

  /** Asks nothing yet. */
  public GroupLag(String bootstrapServers, Duration every) {
    this.bootstrapServers = bootstrapServers;
    this.every = every;
  }

  /** Asks from now on. Once. */
  public void start(String topic, List<String> groups) {
    if (!groups.isEmpty()) {
      question =
          new RepeatedQuestion(
              RepeatedQuestion.admins(bootstrapServers, every),
              every,
              admin -> look(admin, topic, groups),
              reason -> lags.clear());
      question.start("group-lag");
    }
  }

  /** Of a group; empty while nobody knows. */
  public OptionalLong of(String group) {
    Long lag = lags.get(group);
    return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
  }

  @Override
  public void close() {
    if (question != null) {
      question.close();
    }
  }

  private void look(Admin admin, String topic, List<String> groups) throws InterruptedException {
    for (String group : groups) {
      look(admin, topic, group);
    }
  }

  private void look(Admin admin, String topic, String group) throws InterruptedException {
    try {
      lags.put(group, lag(admin, topic, group));
    } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
      // Not the last number: nobody knows it now.
      lags.remove(group);
      LOG.debugf("lag is not known: %s %s", LogKey.TOPIC.is(topic), LogKey.REASON.is(e));
    }
  }

  static long lag(Admin admin, String topic, String group)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<TopicPartition> partitions =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<TopicPartition, OffsetAndMetadata> acknowledged =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, ListOffsetsResultInfo> begins =
        offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        offsets(admin, partitions, OffsetSpec.latest());
    long lag = 0;
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata at = acknowledged.get(partition);
      long begin = begins.get(partition).offset();
      lag += ends.get(partition).offset() - (at == null ? begin : Math.max(begin, at.offset()));
    }
    return Math.max(0, lag);
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, ExecutionException, TimeoutException {
    return await(
        admin
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which)))
            .all());
  }

  private static <T> T await(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
