package dev.tagout.policy.verdict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.mark.WakeUp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Re-evaluation does not stop silently, and one VM does not stop the others. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class VerdictWatchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than are claimed at a time. */
  private static final int MANY = 80;

  @Inject Service service;
  @Inject Database database;
  @Inject TestClock clock;
  @Inject WakeUp wakeUp;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @AfterEach
  void backToNow() {
    clock.reset();
    database.call(on -> on.update("DELETE FROM mark"));
    database.call(on -> on.update("DELETE FROM verdict"));
    database.call(on -> on.update("DELETE FROM placement WHERE host_id = 'no id of a host'"));
  }

  @Test
  void aMarkThatNobodyWorksOffIsSeen() {
    // Given
    String vm = "test:never-judged";
    service.assignVm(vm, Map.of("tier", "internal"));
    awaitOutcome(vm, Outcome.DENIED);
    awaitWell(200);

    // When
    database.call(
        on ->
            on.update(
                "INSERT INTO mark (vm_id, due_at, claimed_until) VALUES (?, ?, 'infinity')"
                    + " ON CONFLICT (vm_id) DO UPDATE SET due_at = excluded.due_at, claimed_until = 'infinity'",
                vm,
                Instant.now().minusSeconds(600)));

    // Then
    awaitWell(503);
    given()
        .get("/q/health/well")
        .then()
        .body("checks.find{it.name=='verdicts'}.status", equalTo("DOWN"))
        .body("checks.find{it.name=='verdicts'}.data.stale", equalTo(1));
    given().get("/q/health/ready").then().statusCode(200);
    await("measured")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString())
                    .contains("tagout_verdicts_stale 1.0")
                    .containsPattern("tagout_verdicts_stale_oldest_seconds 6[0-9][0-9]"));
    database.call(on -> on.update("UPDATE mark SET claimed_until = '-infinity'"));
    awaitWell(200);
  }

  @Test
  void aVerdictWhoseTimeIsOverAndThatNobodyMarkedIsSeen() {
    // Given
    String vm = "test:over";
    service.assignVm(vm, Map.of("tier", "internal"));
    service.send(
        EventType.VM_PATCH_SCANNED, vm, clock.instant(), new PatchScanned(List.of(), "test"));
    awaitOutcome(vm, Outcome.ALLOWED);
    Instant until = service.verdict(vm).validUntil();
    await("marked for later").until(() -> service.marks(vm) == 1);

    // When
    database.call(on -> on.update("DELETE FROM mark WHERE vm_id = ?", vm));
    clock.advance(Duration.between(clock.instant(), until).plusSeconds(120));

    // Then
    awaitWell(503);
    database.call(on -> on.json("SELECT mark_vms(?::text[], ?)", List.of(vm), clock.instant()));
    awaitWell(200);
    awaitOutcome(vm, Outcome.DENIED);
  }

  @Test
  void vmsWhoseJudgementAlwaysFailsHoldUpNoOther() {
    // Given
    database.call(on -> on.update("INSERT INTO host (id) VALUES ('no id of a host')"));
    database.call(
        on ->
            on.update(
                "INSERT INTO vm (id) SELECT 'test:poison-' || i FROM generate_series(1, ?) i",
                MANY));
    database.call(
        on ->
            on.update(
                "INSERT INTO placement (vm_id, host_id, state, observed_at, event_id, course)"
                    + " SELECT id, 'no id of a host', 'RUNNING', ?, 'e', '{}' FROM vm"
                    + " WHERE id LIKE 'test:poison-%'",
                Instant.now()));
    database.call(
        on ->
            on.update(
                "INSERT INTO mark (vm_id, due_at) SELECT id, ? FROM vm WHERE id LIKE"
                    + " 'test:poison-%'",
                Instant.now().minusSeconds(30)));
    wakeUp.call();
    await("failing")
        .atMost(PATIENCE)
        .until(() -> given().get("/q/metrics").asString().contains("tagout_verdicts_failed_total"));

    // When
    String vm = "test:beside-poison";
    database.call(
        on -> {
          on.update("INSERT INTO vm (id) VALUES (?)", vm);
          return on.update("INSERT INTO mark (vm_id, due_at) VALUES (?, ?)", vm, Instant.now());
        });

    // Then
    await("judged by the worker")
        .atMost(PATIENCE)
        .until(
            () ->
                database
                    .call(
                        on ->
                            on.first(
                                "SELECT 1 FROM verdict WHERE vm_id = ?", row -> row.getInt(1), vm))
                    .isPresent());
  }

  private static void awaitWell(int status) {
    await("health " + status)
        .atMost(PATIENCE)
        .until(() -> given().get("/q/health/well").statusCode() == status);
  }

  private void awaitOutcome(String vm, Outcome outcome) {
    await(vm + " " + outcome)
        .atMost(PATIENCE)
        .until(() -> service.verdict(vm) != null && service.verdict(vm).outcome() == outcome);
  }
}
