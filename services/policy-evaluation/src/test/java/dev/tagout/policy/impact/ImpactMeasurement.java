package dev.tagout.policy.impact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.SharedScenario;
import dev.tagout.policy.WholePack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * How long the replay of 100,000 recorded decisions takes, and what the gate feels of it. Not part
 * of the build: {@code ./mvnw verify -pl services/policy-evaluation -Dit.test=ImpactMeasurement
 * -Dit.jvm=-XX:+UseG1GC}, for the tests' JVM compiles only half as well as a real one. The
 * decisions are the pack's scenarios over and over, by 2,000 VMs; the pack is the one that decided
 * them, so that every difference would be a fault.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(WholePack.class)
class ImpactMeasurement {
  private static final int DECISIONS = 100_000;
  private static final int VMS = 2_000;

  @Inject Service service;
  @Inject DataSource database;

  @Test
  void replaysWhatWasRecorded() throws Exception {
    // Given
    service.awaitReady();
    record();
    byte[] pack = Files.readAllBytes(PolicyPack.whole());
    reviews(500, CompletableFuture.completedFuture(null));
    List<Long> alone = reviews(500, CompletableFuture.completedFuture(null));

    for (int run = 1; run <= 3; run++) {
      // When
      Instant begin = Instant.now();
      CompletableFuture<JsonNode> replay = CompletableFuture.supplyAsync(() -> impact(pack));
      List<Long> meanwhile = run == 3 ? reviews(Integer.MAX_VALUE, replay) : List.of();
      JsonNode impact = replay.join();
      Duration took = Duration.between(begin, Instant.now());

      // Then
      System.out.printf(
          "impact: %d decisions in %.1f s, %s; gate alone %s, meanwhile %s%n",
          impact.path("replayed").asLong(),
          took.toMillis() / 1000.0,
          run == 3 ? "with a gate that is asked all the time" : "alone",
          quantiles(alone),
          quantiles(meanwhile));
      assertThat(impact.path("replayed").asLong()).isGreaterThanOrEqualTo(DECISIONS);
      assertThat(impact.path("undecided").asLong()).isZero();
      assertThat(impact.at("/newlyDenied/decisions").asLong()).isZero();
      assertThat(impact.at("/newlyAdmitted/decisions").asLong()).isZero();
    }
  }

  private static JsonNode impact(byte[] pack) {
    // As patient as somebody who waits for a replay; the tests' own client is not.
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:" + RestAssured.port + "/v1/policies/impact?since=31d"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(pack))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Json.tree(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Long> reviews(int times, CompletableFuture<?> until) {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < times && (times < Integer.MAX_VALUE || !until.isDone()); i++) {
      long begin = System.nanoTime();
      service.review("measure:vm", "measure:host");
      took.add((System.nanoTime() - begin) / 1000);
    }
    return took;
  }

  private static String quantiles(List<Long> micros) {
    if (micros.isEmpty()) {
      return "not asked";
    }
    List<Long> sorted = micros.stream().sorted().toList();
    return "median %.1f ms, p99 %.1f ms, n = %d"
        .formatted(
            sorted.get(sorted.size() / 2) / 1000.0,
            sorted.get(sorted.size() * 99 / 100) / 1000.0,
            sorted.size());
  }

  private void record() throws SQLException {
    // Without those that a site's parameters decide.
    List<SharedScenario> scenarios =
        SharedScenario.all().stream().filter(s -> s.site().isEmpty()).toList();
    Instant now = Instant.now();
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO decision (id, vm_id, host_id, point, outcome, decided_at, rules,"
                    + " revision, body, input)"
                    + " VALUES (?, ?, ?, 'POWER_ON', ?, ?, '{}', 'measured', ?::jsonb, ?::jsonb)")) {
      for (int i = 0; i < DECISIONS; i++) {
        SharedScenario scenario = scenarios.get(i % scenarios.size());
        ObjectNode input = scenario.input().deepCopy();
        String vm = "measure:vm-" + i % VMS;
        ((ObjectNode) input.get("vm")).put("id", vm).put("owner", "owner-" + i % 50);
        Decision decision = decision(vm, scenario);
        insert.setObject(1, UUID.fromString(Ids.next()));
        insert.setString(2, vm);
        insert.setString(3, "measure:alpha");
        insert.setString(4, decision.outcome().name());
        insert.setObject(5, now.minus(Duration.ofSeconds(25L * (i + 1))).atOffset(ZoneOffset.UTC));
        insert.setString(6, Json.text(decision));
        insert.setString(7, Json.text(input));
        insert.addBatch();
        if (i % 1000 == 999) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    settle();
  }

  /** What autovacuum has long done where decisions come one by one. */
  private void settle() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, 120_000);
      statement.execute("VACUUM ANALYZE decision");
      statement.execute("CHECKPOINT");
    }
  }

  private static Decision decision(String vm, SharedScenario scenario) {
    List<Violation> violations = new ArrayList<>();
    scenario
        .expect()
        .path("violations")
        .forEach(violation -> violations.add(Json.fromTree(violation, Violation.class)));
    return Decided.start(
        vm,
        scenario.input().path("vm").path("tier").asText(null),
        Outcome.valueOf(scenario.expect().path("outcome").asText()),
        violations.toArray(Violation[]::new));
  }
}
