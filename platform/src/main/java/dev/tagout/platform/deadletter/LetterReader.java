package dev.tagout.platform.deadletter;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads dead-letter topics, in no consumer group and without leaving a trace. Each call is bounded
 * in what it reads and how long it takes.
 */
@ApplicationScoped
class LetterReader {
  /** The newest records of each partition; older letters are found by their address only. */
  static final int NEWEST = 2000;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  private final String bootstrapServers;

  LetterReader(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** A letter with the record that it is. */
  record Found(Letter letter, ConsumerRecord<String, byte[]> record) {}

  /** Letters of some topics, newest first. */
  List<Letter> newest(Set<Topic> topics) {
    Map<Address, Letter> letters = new HashMap<>();
    Map<Address, LetterRecords.Note> replayed = new HashMap<>();
    try (Reading reading = new Reading("read_committed")) {
      for (Topic topic : topics) {
        List<TopicPartition> partitions = reading.partitions(topic.deadLetterName());
        reading.read(
            partitions,
            (begin, end) -> Math.max(begin, end - NEWEST),
            record -> {
              Optional<LetterRecords.Note> note = LetterRecords.note(record);
              if (note.isPresent()) {
                replayed.put(
                    new Address(topic.topicName(), record.partition(), note.get().offset()),
                    note.get());
              } else {
                Letter letter = LetterRecords.letter(topic, record);
                letters.put(letter.address(), letter);
              }
              return true;
            });
      }
    }
    return letters.values().stream()
        .map(
            letter ->
                Optional.ofNullable(replayed.get(letter.address()))
                    .map(note -> note.on(letter))
                    .orElse(letter))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  static final Comparator<Letter> NEWEST_FIRST =
      Comparator.comparing(Letter::at)
          .reversed()
          .thenComparing(Letter::topic)
          .thenComparing(Letter::partition)
          .thenComparing(Comparator.comparing(Letter::offset).reversed());

  /** One letter, with its record. */
  Optional<Found> find(Topic topic, int partition, long offset) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    List<LetterRecords.Note> replayed = new ArrayList<>();
    from(
        new TopicPartition(topic.deadLetterName(), partition),
        offset,
        record -> {
          if (record.offset() == offset) {
            found.add(record);
          } else if (found.isEmpty()) {
            return false;
          }
          LetterRecords.note(record)
              .filter(note -> note.offset() == offset)
              .ifPresent(replayed::add);
          return true;
        });
    if (found.isEmpty() || LetterRecords.note(found.getFirst()).isPresent()) {
      return Optional.empty();
    }
    Letter letter = LetterRecords.letter(topic, found.getFirst());
    return Optional.of(
        new Found(replayed.isEmpty() ? letter : replayed.getLast().on(letter), found.getFirst()));
  }

  /** Where in its partition a record with the same key stands behind this place, if one does. */
  Optional<Long> laterWithKey(Letter.Source place, String key) {
    List<Long> later = new ArrayList<>();
    from(
        new TopicPartition(place.topic(), place.partition()),
        place.offset() + 1,
        record -> {
          if (key.equals(record.key())) {
            later.add(record.offset());
          }
          return later.isEmpty();
        });
    return later.stream().findFirst();
  }

  private void from(
      TopicPartition partition, long offset, Predicate<ConsumerRecord<String, byte[]>> more) {
    try (Reading reading = new Reading("read_uncommitted")) {
      if (reading.partitions(partition.topic()).contains(partition)) {
        reading.read(List.of(partition), (begin, end) -> Math.max(begin, offset), more);
      }
    }
  }

  @FunctionalInterface
  private interface Start {
    long of(long begin, long end);
  }

  private final class Reading implements AutoCloseable {
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();
    private final KafkaConsumer<String, byte[]> consumer;

    /**
     * @param isolation whether what a relay is about to commit is seen, too; it is in its place
     *     then
     */
    Reading(String isolation) {
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrapServers,
                  ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                  (int) CALL.toMillis(),
                  ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  (int) CALL.toMillis(),
                  ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                  false,
                  ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                  isolation,
                  ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                  "earliest",
                  ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                  FETCH_BYTES),
              new StringDeserializer(),
              new ByteArrayDeserializer());
    }

    /** None when there is no such topic. */
    List<TopicPartition> partitions(String topic) {
      return consumer.partitionsFor(topic, CALL).stream()
          .map(p -> new TopicPartition(topic, p.partition()))
          .toList();
    }

    /**
     * From a start to what is the end now.
     *
     * @param more takes a record, and says whether to go on
     * @throws ProblemException 503 when that takes too long
     */
    void read(
        List<TopicPartition> partitions,
        Start start,
        Predicate<ConsumerRecord<String, byte[]>> more) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, CALL);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
      Set<TopicPartition> left = new HashSet<>(partitions);
      left.removeIf(p -> start.of(begins.get(p), ends.get(p)) >= ends.get(p));
      consumer.assign(left);
      Consumer<TopicPartition> seek = p -> consumer.seek(p, start.of(begins.get(p), ends.get(p)));
      left.forEach(seek);
      while (!left.isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw ProblemException.unavailable("the end of the dead letters");
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < ends.get(partition) && !more.test(record)) {
            return;
          }
        }
        left.removeIf(p -> consumer.position(p) >= ends.get(p));
        consumer.assign(left);
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
