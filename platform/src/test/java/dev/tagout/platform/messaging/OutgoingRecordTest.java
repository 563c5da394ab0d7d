package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class OutgoingRecordTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void isACloudEventInBinaryMode() {
    // Given
    OutgoingRecord record = record("libvirt:a", "{\"name\":\"é\"}");

    // When
    ProducerRecord<String, byte[]> out = record.toProducerRecord();

    // Then
    assertThat(Arrays.stream(out.headers().toArray()).map(Header::key))
        .containsExactlyInAnyOrder(
            "ce_specversion",
            "ce_id",
            "ce_type",
            "ce_source",
            "ce_time",
            "ce_subject",
            "content-type");
    CloudEvent read = KafkaMessageFactory.createReader(out.headers(), out.value()).toEvent();
    assertThat(read.getId()).isEqualTo("1");
    assertThat(read.getType()).isEqualTo(MessageType.DECISION_MADE);
    assertThat(read.getSource()).isEqualTo(URI.create("/policy-evaluation"));
    assertThat(read.getSubject()).isEqualTo("libvirt:a");
    assertThat(read.getTime().toInstant()).isEqualTo(AT);
    assertThat(read.getDataContentType()).isEqualTo("application/json");
    assertThat(new String(read.getData().toBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"name\":\"é\"}");
  }

  @Test
  void hasNoSubjectHeaderWithoutASubject() {
    // When
    ProducerRecord<String, byte[]> out = record(null, "{}").toProducerRecord();

    // Then
    assertThat(out.headers().lastHeader("ce_subject")).isNull();
    assertThat(KafkaMessageFactory.createReader(out.headers(), out.value()).toEvent().getSubject())
        .isNull();
  }

  @Test
  void isNotMadeWithoutAKey() {
    // When
    Throwable thrown =
        catchThrowable(
            () ->
                new OutgoingRecord(
                    Topic.DECISIONS,
                    null,
                    "1",
                    MessageType.DECISION_MADE,
                    URI.create("/x"),
                    null,
                    AT,
                    "{}"));

    // Then
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ContractViolation.class, v -> assertThat(v.field()).isEqualTo("key"));
  }

  private static OutgoingRecord record(String subject, String json) {
    return new OutgoingRecord(
        Topic.DECISIONS,
        "libvirt:a",
        "1",
        MessageType.DECISION_MADE,
        URI.create("/policy-evaluation"),
        subject,
        AT,
        json);
  }
}
