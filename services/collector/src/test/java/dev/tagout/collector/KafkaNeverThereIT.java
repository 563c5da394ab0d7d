package dev.tagout.collector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.tagout.lab.infrastructure.Port;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(KafkaNeverThereIT.NoKafka.class)
class KafkaNeverThereIT {
  /** The bound for a broker that is away is ten seconds, however long the batch. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void doesNotHoldUpAnyoneBehindALongBatch() {
    // Given
    post(1_000);

    // When
    Response response = assertTimeout(PATIENCE, () -> post(1));

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void isAliveAndShowsItsSources() {
    // When
    Response response = given().get("/v1/sources");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
  }

  private static Response post(int events) {
    String event =
        """
        {"specversion":"1.0","id":"e-1","source":"/scanner","time":"2026-03-02T08:00:00Z",
         "type":"dev.tagout.vm.patch-scanned.v1","subject":"fake:vm","data":{"missing":[]}}""";
    return given()
        .header("Content-Type", "application/cloudevents-batch+json")
        .body(
            ("[" + String.join(",", Collections.nCopies(events, event)) + "]")
                .getBytes(StandardCharsets.UTF_8))
        .post("/v1/events");
  }

  /** A broker's address where nobody listens. */
  public static final class NoKafka implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + Port.free());
    }
  }
}
