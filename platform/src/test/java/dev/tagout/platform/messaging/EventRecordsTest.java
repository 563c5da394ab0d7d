package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456789Z");
  private static final URI SOURCE = URI.create("/scanner/a%20b");
  private static final PatchScanned SCAN =
      new PatchScanned(List.of(new MissingUpdate("KB1", UpdateSeverity.LOW, AT, "Ü 試")), "osquery");

  @Test
  void anEventComesBackFromItsRecordAsItWent() {
    // Given
    TagoutEvent event =
        TagoutEvent.ofVm(EventType.VM_PATCH_SCANNED, new VmId("libvirt:a"), AT, SOURCE, SCAN);

    // When
    ProducerRecord<String, byte[]> record = EventRecords.toRecord(event).toProducerRecord();

    // Then
    CloudEvent read = KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent();
    assertThat(EventRecords.fromCloudEvent(read)).isEqualTo(event);
    assertThat(record.topic()).isEqualTo(Topic.VM_EVENTS.topicName());
    assertThat(record.key()).isEqualTo("libvirt:a");
  }

  @Test
  void anEventAboutAHostGoesToTheTopicOfHosts() {
    // Given
    TagoutEvent event =
        TagoutEvent.ofHost(EventType.HOST_PATCH_SCANNED, new HostId("libvirt:h"), AT, SOURCE, SCAN);

    // When
    OutgoingRecord record = EventRecords.toRecord(event);

    // Then
    assertThat(record.topic()).isEqualTo(Topic.HOST_EVENTS);
    assertThat(record.key()).isEqualTo("libvirt:h");
  }

  @Test
  void namesTheAttributeThatIsMissing() {
    // Given
    CloudEventBuilder whole = whole("{\"missing\":[]}");

    // When
    ContractViolation subject = refusal(whole.newBuilder().withSubject(null));
    ContractViolation time = refusal(whole.newBuilder().withTime(null));
    ContractViolation data = refusal(whole.newBuilder().withoutData());

    // Then
    assertThat(subject.field()).isEqualTo("subject");
    assertThat(time.field()).isEqualTo("time");
    assertThat(data.field()).isEqualTo("data");
  }

  @Test
  void namesASubjectThatIsNoId() {
    // When
    ContractViolation violation = refusal(whole("{\"missing\":[]}").withSubject("web-01"));

    // Then
    assertThat(violation.field()).isEqualTo("subject");
  }

  @Test
  void doesNotRepeatAnEndlessTypeThatItDoesNotKnow() {
    // When
    ContractViolation violation = refusal(whole("{}").withType("x".repeat(5000)));

    // Then
    assertThat(violation.field()).isEqualTo("type");
    assertThat(violation.getMessage()).hasSizeLessThan(200);
  }

  @Test
  void namesTheFieldWithinTheData() {
    // When
    ContractViolation missing = refusal(whole("{}"));
    ContractViolation nested = refusal(whole("{\"missing\":[{\"id\":\"KB1\"}]}"));
    ContractViolation noJson = refusal(whole("<xml/>"));
    ContractViolation empty = refusal(whole(""));

    // Then
    assertThat(missing.field()).isEqualTo("data.missing");
    assertThat(nested.field()).isEqualTo("data.missing[0].severity");
    assertThat(noJson.field()).isEqualTo("data");
    assertThat(empty.field()).isEqualTo("data");
  }

  private static CloudEventBuilder whole(String json) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withType(EventType.VM_PATCH_SCANNED.wireName())
        .withSource(SOURCE)
        .withSubject("libvirt:a")
        .withTime(OffsetDateTime.ofInstant(AT, ZoneOffset.UTC))
        .withData("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static ContractViolation refusal(CloudEventBuilder event) {
    CloudEvent built = event.build();
    return catchThrowableOfType(ContractViolation.class, () -> EventRecords.fromCloudEvent(built));
  }
}
