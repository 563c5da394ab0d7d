package dev.tagout.exporter.destination;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.exporter.world.Findings;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.Port;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as it is deployed: a file that works, and a webhook that nobody answers. */
@QuarkusTest
@WithTestResource(
    value = Infrastructure.class,
    initArgs = @io.quarkus.test.common.ResourceArg(name = "database", value = "false"))
@TestProfile(ExporterIT.Site.class)
class ExporterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path DIRECTORY = Path.of("target", "exporter-it-" + Ids.next());
  private static final String TOKEN = "hook-token-5a7d";

  /** Its settings. */
  public static class Site implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      String prefix = "tagout.exporter.destinations.";
      try {
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve("token"), TOKEN);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          prefix + "archive.type",
          "file",
          prefix + "archive.path",
          DIRECTORY.resolve("findings.jsonl").toString(),
          prefix + "hook.type",
          "webhook",
          prefix + "hook.url",
          "http://127.0.0.1:" + Port.free() + "/hook",
          prefix + "hook.token-file",
          DIRECTORY.resolve("token").toString(),
          prefix + "hook.retry.longest-pause",
          "1S");
    }
  }

  private static List<String> lines() {
    try {
      Path file = DIRECTORY.resolve("findings.jsonl");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ValidatableResponse get(String path) {
    return given().get(path).then();
  }

  @Test
  void tellsWhatWorksAndWhatDoesNotAndIsReadyNevertheless() {
    try (Findings findings = Findings.on(Topic.FINDINGS.topicName())) {
      // When
      List<String> ids = findings.add(20);
      findings.add("no JSON".getBytes(StandardCharsets.UTF_8));

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(ids).allMatch(id -> lines().stream().anyMatch(l -> l.contains(id))));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                JsonPath page = get("/v1/destinations").statusCode(200).extract().jsonPath();
                assertThat(page.getString("items[0].name")).isEqualTo("archive");
                assertThat(page.getString("items[0].state")).isEqualTo("up");
                assertThat(page.getString("items[0].type")).isEqualTo("file");
                assertThat(page.getString("items[0].lastDelivered.id")).isNotBlank();
                assertThat(page.getLong("items[0].lag")).isZero();
                assertThat(page.getString("items[1].state")).isEqualTo("down");
                assertThat(page.getString("items[1].lastError"))
                    .startsWith("nobody takes connections at 127.0.0.1:");
                assertThat(page.getLong("items[1].lag")).isGreaterThanOrEqualTo(20);
                assertThat(page.prettify()).doesNotContain(TOKEN);
              });
      get("/q/health/ready").statusCode(200);
      get("/q/health/live").statusCode(200);
      get("/q/health/well")
          .statusCode(503)
          .body("checks.find { it.name == 'destinations' }.data.degraded", equalTo("hook"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                JsonPath health = get("/v1/health").statusCode(200).extract().jsonPath();
                assertThat(health.getString("state")).isEqualTo("degraded");
                assertThat(health.getList("impaired.findAll { it.part == 'destinations' }.what"))
                    .containsExactly("hook");
                assertThat(health.getString("impaired.find { it.part == 'destinations' }.says"))
                    .contains("nobody takes connections at 127.0.0.1:");
              });
      get("/q/metrics")
          .body(
              containsString(
                  "tagout_exporter_events_total{destination=\"archive\",outcome=\"delivered\"} 20.0"))
          .body(containsString("tagout_exporter_receiver_up{destination=\"archive\"} 1.0"))
          .body(containsString("tagout_exporter_receiver_up{destination=\"hook\"} 0.0"))
          .body(containsString("tagout_exporter_lag_records{destination=\"archive\"} 0.0"))
          .body(
              containsString(
                  "tagout_exporter_last_success_timestamp_seconds{destination=\"archive\"}"))
          .body(containsString("tagout_exporter_retries_total{destination=\"hook\"}"))
          .body(containsString("tagout_exporter_truncated_total{destination=\"archive\"} 0.0"));
      get("/v1/dead-letters")
          .statusCode(200)
          .body("items[0].topic", equalTo(Topic.FINDINGS.topicName()))
          .body("items[0].reason", containsString("Unrecognized token"));
    }
  }
}
