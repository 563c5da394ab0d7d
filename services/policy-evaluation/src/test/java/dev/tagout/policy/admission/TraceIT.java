package dev.tagout.policy.admission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.OtlpReceiver;
import dev.tagout.lab.infrastructure.OtlpReceiver.Span;
import dev.tagout.platform.messaging.EventRecords;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(OtlpReceiver.class)
class TraceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HOOK = "00f067aa0ba902b7";

  @Inject Service service;
  @Inject KafkaWriter kafka;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void goesOnFromTheHookOverTheDecisionToKafka() {
    // Given
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    // When
    String decision = asked("test:traced", traceparent(trace));

    // Then
    ConsumerRecord<String, byte[]> told = told(Topic.DECISIONS, "test:traced");
    ConsumerRecord<String, byte[]> finding = told(Topic.FINDINGS, "test:traced");
    List<Span> spans =
        await("spans up to Kafka")
            .atMost(PATIENCE)
            .until(
                () -> OtlpReceiver.spans(collector(), trace),
                found ->
                    named(found, "send " + Topic.DECISIONS.topicName()).isPresent()
                        && named(found, "review").isPresent()
                        && found.stream().anyMatch(span -> span.parentId().equals(HOOK)));
    Span http = spans.stream().filter(span -> span.parentId().equals(HOOK)).findFirst().get();
    Span review = named(spans, "review").orElseThrow();
    Span send = named(spans, "send " + Topic.DECISIONS.topicName()).orElseThrow();
    assertThat(review.parentId()).isEqualTo(http.spanId());
    assertThat(send.parentId()).isEqualTo(review.spanId());
    assertThat(Topics.header(told, "traceparent"))
        .isEqualTo("00-" + trace + "-" + send.spanId() + "-01");
    assertThat(TraceParent.of(finding.headers())).map(TraceParent::traceId).contains(trace);
    assertThat(Json.tree(finding.value()).at("/trace/uid").asText()).isEqualTo(trace);
    assertThat(given().get("/v1/decisions/{id}", decision).<String>path("traceId"))
        .isEqualTo(trace);
  }

  @Test
  void goesOnFromAnEventToTheVerdict() {
    // Given
    String trace = "0af7651916cd43dd8448eb211c80319c";
    TagoutEvent scan =
        new TagoutEvent(
            Ids.next(),
            URI.create("/test"),
            EventType.VM_PATCH_SCANNED,
            "test:traced-scan",
            Instant.now(),
            new PatchScanned(List.of(), "test"));
    ProducerRecord<String, byte[]> record = EventRecords.toRecord(scan).toProducerRecord();
    TraceParent.of(traceparent(trace)).orElseThrow().writeTo(record.headers());

    // When
    kafka.write(record);

    // Then
    ConsumerRecord<String, byte[]> verdict = told(Topic.VERDICTS, "test:traced-scan");
    assertThat(TraceParent.of(verdict.headers())).map(TraceParent::traceId).contains(trace);
    List<Span> spans =
        await("spans up to the verdict")
            .atMost(PATIENCE)
            .until(
                () -> OtlpReceiver.spans(collector(), trace),
                found -> named(found, "send " + Topic.VERDICTS.topicName()).isPresent());
    Span process = named(spans, "process " + Topic.VM_EVENTS.topicName()).orElseThrow();
    Span judged = named(spans, "verdict").orElseThrow();
    assertThat(process.parentId()).isEqualTo(HOOK);
    assertThat(judged.parentId()).isEqualTo(process.spanId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6-'; DROP TABLE decision; ---01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void answersAsEverWhateverItIsThatSomebodySends(String traceparent) {
    // When
    String decision = asked("test:untrusted", traceparent);

    // Then
    String trace = given().get("/v1/decisions/{id}", decision).path("traceId");
    assertThat(trace).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
  }

  private static String asked(String vm, String traceparent) {
    return given()
        .contentType("application/json")
        .header("traceparent", traceparent)
        .body("{\"vm\":{\"id\":\"" + vm + "\"},\"host\":{\"id\":\"test:traced-host\"}}")
        .post("/v1/reviews")
        .then()
        .statusCode(200)
        .extract()
        .path("decisionId");
  }

  private static ConsumerRecord<String, byte[]> told(Topic topic, String key) {
    return await("what is told of " + key + " on " + topic)
        .atMost(PATIENCE)
        .until(() -> Topics.read(topic.topicName(), key), found -> !found.isEmpty())
        .getFirst();
  }

  private static String traceparent(String trace) {
    return "00-" + trace + "-" + HOOK + "-01";
  }

  /** Not injected: the other tests of this service have none. */
  private static String collector() {
    return ConfigProvider.getConfig().getValue(OtlpReceiver.ENDPOINT, String.class);
  }

  private static Optional<Span> named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst();
  }
}
