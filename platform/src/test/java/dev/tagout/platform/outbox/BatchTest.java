package dev.tagout.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.json.ContractViolation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void whatKafkaNeverTakesIsPutAsideAndWhatFollowsGoes() {
    // Given
    Row large = row(1, "VERDICTS", "test:a");
    Row next = row(2, "VERDICTS", "test:a");

    // When
    Batch batch =
        Batch.of(
            List.of(large, next),
            Map.of(large, new RuntimeException(new RecordTooLargeException("too large"))));

    // Then
    assertThat(batch.refused()).extracting(Batch.Refused::row).containsExactly(large);
    assertThat(batch.delivered()).containsExactly(next);
    assertThat(batch.waiting()).isEmpty();
    assertThat(batch.failure()).isNull();
  }

  @Test
  void whatWaitsIsNotOvertakenWithinItsKeyAndHoldsUpNothingElse() {
    // Given
    Row first = row(1, "VERDICTS", "test:a");
    Row second = row(2, "VERDICTS", "test:a");
    Row otherTopic = row(3, "DECISIONS", "test:a");
    Row otherKey = row(4, "VERDICTS", "test:b");

    // When
    Batch batch =
        Batch.of(
            List.of(first, second, otherTopic, otherKey),
            Map.of(first, new TimeoutException("away")));

    // Then
    assertThat(batch.waiting()).containsExactly(first, second);
    assertThat(batch.delivered()).containsExactly(otherTopic, otherKey);
    assertThat(batch.failure()).isInstanceOf(TimeoutException.class);
    assertThat(batch.stuckTopics()).isEmpty();
  }

  @Test
  void aTopicIsStuckWhenNothingOfItGoes() {
    // Given
    Row stuck = row(1, "POLICIES", "w-1");
    Row goes = row(2, "VERDICTS", "test:a");

    // When
    Batch batch = Batch.of(List.of(stuck, goes), Map.of(stuck, new TimeoutException("no topic")));

    // Then
    assertThat(batch.stuckTopics()).containsExactly("POLICIES");
  }

  @Test
  void aRowThatIsNoRecordSaysWhy() {
    // Given
    Row unknown = row(1, "NO_TOPIC", "k");
    Row noSource =
        new Row(2, "VERDICTS", "k", "id", "type", "no uri at all", Instant.EPOCH, "{}", null);

    // When
    ContractViolation topic = violation(unknown);
    ContractViolation source = violation(noSource);

    // Then
    assertThat(topic.field()).isEqualTo("topic");
    assertThat(source.field()).isEqualTo("ce_source");
  }

  private static ContractViolation violation(Row row) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(
        ContractViolation.class, row::toRecord);
  }

  private static Row row(long id, String topic, String key) {
    return new Row(id, topic, key, "id-" + id, "type", "/test", Instant.EPOCH, "{}", null);
  }
}
