package dev.tagout.exporter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ReplaysTest {
  private static ConsumerRecord<String, byte[]> letterOf(String destination) {
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>("tagout.findings.v1", 0, 0, "vm", new byte[0]);
    Replays.address(record, destination);
    return record;
  }

  @Test
  void whatIsReplayedGoesToWhoseLetterItWas() {
    // Given
    ConsumerRecord<String, byte[]> record = letterOf("siem");

    // When
    record.headers().add("tagout_replayed_at", new byte[0]);

    // Then
    assertThat(Replays.isForAnother(record, "siem")).isFalse();
    assertThat(Replays.isForAnother(record, "archive")).isTrue();
  }

  @Test
  void aHeaderAloneHidesNoFinding() {
    // When
    ConsumerRecord<String, byte[]> record = letterOf("nobody");

    // Then
    assertThat(Replays.isForAnother(record, "archive")).isFalse();
  }

  @Test
  void aLetterIsAddressedOnce() {
    // Given
    ConsumerRecord<String, byte[]> record = letterOf("siem");

    // When
    Replays.address(record, "archive");

    // Then
    assertThat(record.headers().headers("tagout_destination")).hasSize(1);
  }
}
