package dev.tagout.collector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.TestServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeHypervisors.class)
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String vm = "fake:" + Ids.next();

  @AfterEach
  void kafkaIsBack() {
    TestServers.current().startKafka();
    await("a collector that is ready again")
        .atMost(PATIENCE)
        .until(() -> given().get("/q/health/ready").statusCode() == 200);
  }

  @Test
  void answersThatItIsUnavailableWhileKafkaIsAway() {
    // Given
    TestServers.current().stopKafka();

    // When
    Response response = post();

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(response.jsonPath().getString("code")).isEqualTo("unavailable");
    assertThat(response.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void isAliveThoughNotReadyWhileKafkaIsAway() {
    // When
    TestServers.current().stopKafka();

    // Then
    await("a collector that is not ready")
        .atMost(PATIENCE)
        .until(() -> given().get("/q/health/ready").statusCode() == 503);
    assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void takesEventsAgainWhenKafkaIsBack() {
    // Given
    TestServers.current().stopKafka();
    TestServers.current().startKafka();

    // When
    await("an answer that Kafka has it").atMost(PATIENCE).until(() -> post().statusCode() == 202);

    // Then
    assertThat(TopicReader.read(Topic.Names.VM_EVENTS, record -> vm.equals(record.key())))
        .extracting(TopicReader::id)
        .containsOnly("e-1");
  }

  private Response post() {
    return given()
        .header("Content-Type", "application/cloudevents+json")
        .body(
            """
            {"specversion":"1.0","id":"e-1","source":"/scanner","time":"2026-03-02T08:00:00Z",
             "type":"dev.tagout.vm.patch-scanned.v1","subject":"%s","data":{"missing":[]}}"""
                .formatted(vm)
                .getBytes(StandardCharsets.UTF_8))
        .post("/v1/events");
  }
}
