package dev.tagout.platform.messaging;

import static dev.tagout.platform.messaging.Letters.header;
import static dev.tagout.platform.messaging.Letters.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final Letters letters = new Letters();
  private final DeadLetters deadLetters = letters.deadLetters();

  @Test
  void keepsTheRecordAsItCameWithTheReason() {
    // Given
    ConsumerRecord<String, byte[]> record = record(Topic.VM_EVENTS, "libvirt:a", "{}");

    // When
    deadLetters.add(Topic.VM_EVENTS, record, new ContractViolation("data.missing", "is required"));

    // Then
    ProducerRecord<String, byte[]> letter = letters.written.getFirst();
    assertThat(letter.topic()).isEqualTo("tagout.vm.events.v1.dlq");
    assertThat(letter.key()).isEqualTo("libvirt:a");
    assertThat(letter.value()).isEqualTo(record.value());
    assertThat(header(letter, "ce_id")).isEqualTo("id-libvirt:a");
    assertThat(header(letter, "tagout_dead_letter_reason")).isEqualTo("data.missing: is required");
    assertThat(header(letter, "tagout_dead_letter_field")).isEqualTo("data.missing");
    assertThat(header(letter, "tagout_dead_letter_topic")).isEqualTo("tagout.vm.events.v1");
    assertThat(header(letter, "tagout_dead_letter_partition")).isEqualTo("0");
    assertThat(header(letter, "tagout_dead_letter_offset")).isEqualTo("7");
  }

  @Test
  void saysTheKindOfFailureThatHasNoMessageAndShortensALongOne() {
    // Given
    ConsumerRecord<String, byte[]> record = record(Topic.VM_EVENTS, "a", "{}");

    // When
    deadLetters.add(Topic.VM_EVENTS, record, new NullPointerException());
    deadLetters.add(Topic.VM_EVENTS, record, new IllegalStateException("x".repeat(100_000)));

    // Then
    assertThat(header(letters.written.get(0), "tagout_dead_letter_reason"))
        .isEqualTo("java.lang.NullPointerException");
    assertThat(header(letters.written.get(1), "tagout_dead_letter_reason")).hasSizeLessThan(3000);
  }

  @Test
  void keepsTheBeginningOfWhatIsTooLarge() {
    // Given
    ConsumerRecord<String, byte[]> record = record(Topic.VM_EVENTS, "a", "x".repeat(1_000_000));
    letters.failures.add(new RecordTooLargeException("too large"));

    // When
    deadLetters.add(Topic.VM_EVENTS, record, new IllegalStateException("a bug"));

    // Then
    ProducerRecord<String, byte[]> letter = letters.written.getFirst();
    assertThat(letter.value()).hasSize(64 * 1024);
    assertThat(header(letter, "tagout_dead_letter_size")).isEqualTo("1000000");
    assertThat(header(letter, "tagout_dead_letter_offset")).isEqualTo("7");
  }

  @Test
  void throwsWhenTheRecordIsNotDurable() {
    // Given
    letters.failures.add(new TimeoutException("away"));

    // When
    ConsumerRecord<String, byte[]> record = record(Topic.VM_EVENTS, "a", "{}");

    // Then
    assertThatThrownBy(
            () -> deadLetters.add(Topic.VM_EVENTS, record, new IllegalStateException("a bug")))
        .isInstanceOf(TimeoutException.class);
  }
}
