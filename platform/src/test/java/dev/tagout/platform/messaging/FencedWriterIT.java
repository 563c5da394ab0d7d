package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FencedWriterIT {
  private static final String ABSENT = "tagout.absent.v1";

  private final AtomicInteger proofs = new AtomicInteger();
  private final List<FencedWriter> writers = new ArrayList<>();

  @AfterEach
  void close() {
    writers.forEach(FencedWriter::close);
  }

  @Test
  void aRecordThatKafkaNeverTakesHoldsUpNoOther() {
    // Given
    String key = "test:too-large";
    String large = "x".repeat(1_100_000);

    // When
    Map<Integer, RuntimeException> failures =
        writer()
            .attempt(
                List.of(of(key, "1"), of(key, large), of(key, "3"), of(key, large), of(key, "5")),
                proofs::get);

    // Then
    assertThat(failures).containsOnlyKeys(1, 3);
    assertThat(failures.values()).hasOnlyElementsOfType(RecordTooLargeException.class);
    assertThat(read(key)).containsExactly("1", "3", "5");
  }

  @Test
  void aRecordThatTheBrokerNeverTakesHoldsUpNoOther() {
    // Given
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(of("test:broker-" + i, "x".repeat(i == 7 || i == 12 ? 1_100_000 : 10)));
    }

    // When
    Map<Integer, RuntimeException> failures =
        writer(Map.of("max.request.size", 2_000_000)).attempt(records, proofs::get);

    // Then
    assertThat(failures).containsOnlyKeys(7, 12);
    assertThat(failures.values()).allMatch(Undeliverable::explains);
    for (int i = 0; i < 20; i++) {
      assertThat(read("test:broker-" + i)).hasSize(i == 7 || i == 12 ? 0 : 1);
    }
  }

  @Test
  void aTopicThatIsNotThereHoldsUpNoOther() {
    // Given
    String key = "test:absent";

    // When
    Map<Integer, RuntimeException> failures =
        writer()
            .attempt(
                List.of(
                    new ProducerRecord<>(ABSENT, key, bytes("1")),
                    of(key, "2"),
                    new ProducerRecord<>(ABSENT, key, bytes("3"))),
                proofs::get);

    // Then
    assertThat(failures).containsOnlyKeys(0, 2);
    assertThat(failures.get(0))
        .isInstanceOfAny(TimeoutException.class, UnknownTopicOrPartitionException.class);
    assertThat(read(key)).containsExactly("2");
  }

  @Test
  void twoWhoTakeTurnsFenceEachOther() {
    // Given
    String key = "test:turns";
    FencedWriter first = writer();
    FencedWriter second = writer();

    // When
    List<Map<Integer, RuntimeException>> failures = new ArrayList<>();
    for (int turn = 0; turn < 3; turn++) {
      failures.add(first.attempt(List.of(of(key, "first " + turn)), proofs::incrementAndGet));
      failures.add(second.attempt(List.of(of(key, "second " + turn)), proofs::incrementAndGet));
    }

    // Then
    assertThat(failures).allMatch(Map::isEmpty);
    // First of all, and whenever the other one had its turn.
    assertThat(proofs).hasValue(6);
    assertThat(read(key))
        .containsExactly("first 0", "second 0", "first 1", "second 1", "first 2", "second 2");
  }

  @Test
  void whoKeepsItsTurnIsAskedForAProofOnce() {
    // Given
    String key = "test:kept";
    FencedWriter writer = writer();

    // When
    for (int i = 0; i < 3; i++) {
      writer.attempt(List.of(of(key, "" + i)), proofs::incrementAndGet);
    }

    // Then
    assertThat(proofs).hasValue(1);
    assertThat(read(key)).containsExactly("0", "1", "2");
  }

  @Test
  void whoWasFencedAndHasNoProofWritesNothing() {
    // Given
    String key = "test:no-proof";
    FencedWriter late = writer();
    late.attempt(List.of(of(key, "before")), proofs::get);
    writer().attempt(List.of(of(key, "newer")), proofs::get);

    // When
    assertThatThrownBy(
            () ->
                late.attempt(
                    List.of(of(key, "late")),
                    () -> {
                      throw new IllegalStateException("no lock");
                    }))
        .hasMessage("no lock");

    // Then
    assertThat(read(key)).containsExactly("before", "newer");
  }

  private FencedWriter writer() {
    return writer(Map.of());
  }

  private FencedWriter writer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", TestServers.current().bootstrapServers());
    settings.put("linger.ms", 0);
    settings.put("max.block.ms", 3000);
    FencedWriter writer = new FencedWriter(settings, "fenced-writer-test");
    writers.add(writer);
    return writer;
  }

  private static ProducerRecord<String, byte[]> of(String key, String value) {
    return new ProducerRecord<>(Topic.VERDICTS.topicName(), key, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> read(String key) {
    String kafka = TestServers.current().bootstrapServers();
    return Committed.of(kafka, Topic.VERDICTS.topicName(), key).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
