package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.platform.messaging.KafkaWriter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is away for a while costs answers, and loses nothing. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class OutageIT {
  private static final String REVIEW =
      "{\"vm\":{\"id\":\"test:outage\"},\"host\":{\"id\":\"test:outage-host\"}}";

  @Inject Service service;
  @Inject KafkaWriter kafka;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void withoutPostgresqlThereIsNoDecisionAndNoEventIsLost() {
    // Given
    TestServers servers = TestServers.current();
    servers.stopPostgres();

    try {
      // When
      given()
          .contentType("application/json")
          .body(REVIEW)
          .post("/v1/reviews")
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .body("code", equalTo("unavailable"));
      service.send(
          EventType.VM_PATCH_SCANNED,
          "test:scanned-meanwhile",
          Instant.now(),
          new PatchScanned(List.of(), "test"));
      await("measured")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(given().get("/q/metrics").asString())
                      .contains("tagout_database_up 0.0", "tagout_outbox_waiting NaN")
                      .containsPattern(
                          "tagout_gate_review_seconds_count\\{outcome=\"NONE\",tier=\"none\"} [1-9]"));
    } finally {
      servers.startPostgres();
    }

    // Then
    await("answers again")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                given()
                        .contentType("application/json")
                        .body(REVIEW)
                        .post("/v1/reviews")
                        .statusCode()
                    == 200);
    await("scan applied")
        .atMost(Duration.ofSeconds(60))
        .until(() -> given().get("/v1/vms/test:scanned-meanwhile").statusCode() == 200);
  }

  @Test
  void withoutKafkaTheGateAnswersAndTellsLater() {
    // Given
    TestServers servers = TestServers.current();
    service.assignVm("test:told-later", Map.of("tier", "internal"));
    servers.stopKafka();

    try {
      // When
      assertThat(service.review("test:told-later", "test:outage-host").outcome())
          .isEqualTo(Outcome.DENIED);
      assertThat(service.outbox()).isPositive();
    } finally {
      servers.startKafka();
    }

    // Then
    await("told").atMost(Duration.ofSeconds(90)).until(() -> service.outbox() == 0);
  }

  @Test
  void aBadRecordIsPutAsideAndTheNextOneIsHandled() {
    // Given
    ProducerRecord<String, byte[]> bad =
        new ProducerRecord<>(Topic.VM_EVENTS.topicName(), "test:after-bad", new byte[] {'{'});

    // When
    kafka.write(bad);
    service.send(
        EventType.VM_PATCH_SCANNED,
        "test:after-bad",
        Instant.now(),
        new PatchScanned(List.of(), "test"));

    // Then
    await("next one handled")
        .until(() -> given().get("/v1/vms/test:after-bad").statusCode() == 200);
    await("put aside")
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString())
                    .contains("tagout_dead_letters_total{topic=\"tagout.vm.events.v1\"}"));
  }
}
