package dev.tagout.exporter.delivery;

import dev.tagout.platform.log.LogKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * The findings for one destination, as a member of its consumer group. It stays in the group
 * however long nothing is taken from it, as long as {@link #beat} is called. Used by one thread.
 */
final class Feed implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Feed.class);

  /** Between polls while nothing is taken: far below Kafka's max.poll.interval.ms, 5 minutes. */
  private static final Duration PULSE = Duration.ofSeconds(1);

  /** Between commits: each is a round trip, and what is not committed may come twice only. */
  private static final Duration COMMIT_EVERY = Duration.ofMillis(200);

  private static final Duration CALL = Duration.ofSeconds(10);

  private final KafkaConsumer<String, byte[]> consumer;
  private final ObjLongConsumer<TopicPartition> lost;

  /** What came while nothing was asked for. */
  private final List<ConsumerRecord<String, byte[]>> held = new ArrayList<>();

  private final Map<TopicPartition, Long> due = new HashMap<>();
  private final Set<TopicPartition> gone = new HashSet<>();
  private boolean paused;
  private long lastPoll = System.nanoTime();
  private long lastCommit = System.nanoTime();

  /**
   * @param most so many records at a time
   * @param lost is told how many records Kafka dropped before they were read
   */
  Feed(
      String bootstrapServers,
      String topic,
      String group,
      int most,
      ObjLongConsumer<TopicPartition> lost) {
    this.lost = lost;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
    // As the other services: a replica that was killed is replaced after 6 s.
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic), new Rebalance());
  }

  /** What came, in order for each partition; nothing after so long without any. */
  List<ConsumerRecord<String, byte[]>> poll(Duration patience) {
    commitIfDue();
    paused = false;
    consumer.resume(consumer.paused());
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(held);
    held.clear();
    fetch(records.isEmpty() ? patience : Duration.ZERO).forEach(records::add);
    lastPoll = System.nanoTime();
    return records;
  }

  /** Shows that we are alive, when it is time to. Takes nothing. */
  void beat() {
    if (System.nanoTime() - lastPoll >= PULSE.toNanos()) {
      idle(Duration.ZERO);
    }
    commitIfDue();
  }

  /** Waits so long, alive. */
  void idle(Duration pause) {
    paused = true;
    consumer.pause(consumer.assignment());
    fetch(pause).forEach(held::add);
    lastPoll = System.nanoTime();
    commitIfDue();
  }

  /**
   * Not by a reset of Kafka's client, which goes to where the partition begins and says nothing: a
   * group that is new and one that has lost findings look the same there.
   */
  private ConsumerRecords<String, byte[]> fetch(Duration patience) {
    try {
      return consumer.poll(patience);
    } catch (NoOffsetForPartitionException e) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(e.partitions());
      begins.forEach(consumer::seek);
      // From now on it is known what was not read.
      settled(begins);
    } catch (OffsetOutOfRangeException e) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(e.partitions());
      e.offsetOutOfRangePartitions()
          .forEach((partition, position) -> skip(partition, position, begins.get(partition)));
    }
    return ConsumerRecords.empty();
  }

  private void skip(TopicPartition partition, long position, long begin) {
    if (begin > position) {
      lost.accept(partition, begin - position);
      // Counted once: a restart does not find them missing again.
      settled(Map.of(partition, begin));
    } else {
      LOG.errorf(
          "shorter than what was read of it, all of it is read again: %s",
          LogKey.TOPIC.is(partition));
    }
    consumer.seek(partition, begin);
  }

  /** Partitions that were taken from us since the last call. What was held of them is gone. */
  Set<TopicPartition> taken() {
    Set<TopicPartition> taken = Set.copyOf(gone);
    gone.clear();
    return taken;
  }

  /** May be committed: whatever happens, it need not come again. */
  void settled(Map<TopicPartition, Long> ends) {
    ends.forEach((partition, end) -> due.merge(partition, end, Math::max));
    commitIfDue();
  }

  private void commitIfDue() {
    if (!due.isEmpty() && System.nanoTime() - lastCommit >= COMMIT_EVERY.toNanos()) {
      commit();
    }
  }

  private void commit() {
    due.keySet().retainAll(consumer.assignment());
    lastCommit = System.nanoTime();
    if (due.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    due.forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
    try {
      consumer.commitSync(offsets);
      due.clear();
    } catch (KafkaException e) {
      // Tried again with the next, or what is not committed comes twice.
      LOG.warnf("not committed: %s", LogKey.REASON.is(e));
    }
  }

  /**
   * Goes back to what was committed.
   *
   * @throws KafkaException when that is not to be known now
   */
  void rewind() {
    commit();
    held.clear();
    Set<TopicPartition> assignment = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assignment);
    for (TopicPartition partition : assignment) {
      OffsetAndMetadata at = committed.get(partition);
      if (at == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, at);
      }
    }
  }

  /** Commits, leaves the group. */
  @Override
  public void close() {
    try {
      commit();
    } finally {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(5)));
    }
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (paused) {
        consumer.pause(partitions);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit();
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      gone.addAll(partitions);
      due.keySet().removeAll(partitions);
      held.removeIf(
          record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    }
  }
}
