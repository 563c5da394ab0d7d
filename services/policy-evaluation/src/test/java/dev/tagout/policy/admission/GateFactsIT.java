package dev.tagout.policy.admission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a review rests on, and what comes of it when that is strange. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class GateFactsIT {
  @Inject Service service;
  @Inject Gate gate;
  @Inject DataSource database;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  /** The hook's XML is newer than the inventory, for the neighbours as well. */
  @Test
  void aPlaceIsReservedWithTheTierThatWasJudged() {
    // Given
    String host = "test:judged-tier-host";
    service.emptyHost(host, "restricted");
    String raised = "test:judged-tier-raised";
    service.send(
        EventType.VM_DEFINED,
        raised,
        Instant.now().minusSeconds(60),
        new VmDefined("raised", new HostId("test:elsewhere"), configuration("public")));
    scanned(raised);
    String other = "test:judged-tier-other";
    service.assignVm(other, Map.of("tier", "public"));
    scanned(other);

    // When
    Decision first = review(raised, host, configuration("internal"));
    Decision second = service.review(other, host);

    // Then
    assertThat(first.vm().tier()).isEqualTo("internal");
    assertThat(first.admitted()).isTrue();
    assertThat(second.admitted()).isFalse();
    assertThat(second.violations()).extracting("rule").containsExactly("tier/mixed");
  }

  @Test
  void anAssignmentThatWasAnsweredCounts() {
    // Given
    String vm = "test:assigned-before";
    service.emptyHost("test:assigned-before-host", "internal");
    service.assignVm(vm, Map.of("tier", "internal"));
    scanned(vm);

    for (int round = 0; round < 10; round++) {
      // When
      service.assignVm(vm, Map.of("tier", round % 2 == 0 ? "restricted" : "internal"));
      Decision decision = service.review(vm, "test:assigned-before-host");

      // Then
      assertThat(decision.admitted()).isEqualTo(round % 2 != 0);
    }
  }

  @Test
  void aRefusedStartGivesTheEarlierPlaceBack() {
    // Given
    String host = "test:refused-later-host";
    service.emptyHost(host, "internal");
    String first = "test:refused-later-1";
    service.assignVm(first, Map.of("tier", "internal"));
    scanned(first);
    String other = "test:refused-later-2";
    service.assignVm(other, Map.of("tier", "public"));
    scanned(other);
    Decision admitted = service.review(first, host);
    Decision crowded = service.review(other, host);

    // When
    service.assignVm(first, Map.of("tier", "restricted"));
    Decision refused = service.review(first, host);

    // Then
    assertThat(admitted.admitted()).isTrue();
    assertThat(crowded.admitted()).isFalse();
    assertThat(refused.admitted()).isFalse();
    assertThat(service.review(other, host).admitted()).isTrue();
  }

  @Test
  void aTierThatNobodyKnowsIsRefused() {
    // Given
    String vm = "test:strange-tier";
    service.assignVm(vm, Map.of("tier", "cosmic"));
    service.emptyHost("test:strange-tier-host", "restricted");
    scanned(vm);

    // When
    Decision decision = service.review(vm, "test:strange-tier-host");

    // Then
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isFalse();
    assertThat(decision.violations()).extracting("rule").contains("tier/unknown");
  }

  @Test
  void aHostileNameStaysOneCleanLine() {
    // Given
    String name = "a\nallowed\r\n\u001b[2J\u001b]0;x\u0007\u202eb\u2028c";
    String body =
        Json.text(
            Map.of(
                "vm", Map.of("id", "test:hostile", "name", name),
                "host", Map.of("id", "test:hostile-host")));

    // When
    String message =
        given().contentType("application/json").body(body).post("/v1/reviews").path("message");

    // Then
    assertThat(message)
        .startsWith("tagout: a allowed [2J ]0;x b c may not start")
        .matches("[^\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");
  }

  /** PostgreSQL's JSON cannot hold them, so they would end as our fault and without a decision. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"vm\":{\"id\":\"test:v\",\"name\":\"a\\u0000b\"},\"host\":{\"id\":\"test:h\"}}|vm.name",
        "{\"vm\":{\"id\":\"test:v\",\"name\":\"a\\ud800b\"},\"host\":{\"id\":\"test:h\"}}|vm.name",
        "{\"vm\":{\"id\":\"test:v\"},\"host\":{\"id\":\"test:h\"},\"requestedBy\":\"\\u0000\"}|requestedBy",
        "{\"vm\":{\"id\":\"test:v\",\"configuration\":{\"nics\":[{\"network\":\"\\u0000\"}],\"disks\":[]}},"
            + "\"host\":{\"id\":\"test:h\"}}|vm.configuration.nics[0].network"
      })
  void aCharacterThatIsNoneNamesTheField(String bodyAndField) {
    String[] parts = bodyAndField.split("\\|");
    given()
        .contentType("application/json")
        .body(parts[0])
        .post("/v1/reviews")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(parts[1]));
  }

  @Test
  void anAssignmentWithACharacterThatIsNoneNamesTheField() {
    given()
        .contentType("application/json")
        .body("{\"tier\":\"a\\u0000\"}")
        .put("/v1/vms/test:v/assignment")
        .then()
        .statusCode(400)
        .body("field", equalTo("tier"));
  }

  /** Of two transactions that wait for each other PostgreSQL ends one: the gate asks again. */
  @Test
  void aDeadlockCostsNoAnswer() throws Exception {
    // Given
    String vm = "test:deadlock";
    String host = "test:deadlock-host";
    service.assignVm(vm, Map.of("tier", "internal"));
    service.emptyHost(host, "internal");
    scanned(vm);
    try (ExecutorService callers = Executors.newSingleThreadExecutor();
        Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      lock(other, "SELECT 1 FROM host WHERE id = ? FOR UPDATE", host);

      // When
      Future<Decision> answer = callers.submit(() -> service.review(vm, host));
      await("gate waits for the host").until(this::someoneWaits);
      lock(other, "SELECT 1 FROM vm WHERE id = ? FOR UPDATE", vm);
      other.rollback();
      other.setAutoCommit(true);

      // Then
      assertThat(answer.get().admitted()).isTrue();
    }
  }

  private static void lock(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      statement.executeQuery().close();
    }
  }

  private boolean someoneWaits() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                    + " WHERE NOT l.granted AND a.query LIKE '%commit_review%'");
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  private Decision review(String vm, String host, VmConfiguration configuration) {
    return gate.review(
        new ReviewRequest(
            new ReviewRequest.Vm(new VmId(vm), null, configuration),
            new ReviewRequest.Host(new HostId(host)),
            null,
            null),
        null);
  }

  private void scanned(String vm) {
    service.send(
        EventType.VM_PATCH_SCANNED, vm, Instant.now(), new PatchScanned(List.of(), "test"));
    await("scan of " + vm)
        .until(() -> given().get("/v1/vms/{id}", vm).path("facts.patch.source") != null);
  }

  private static VmConfiguration configuration(String tier) {
    return new VmConfiguration(tier, null, null, null, null, null, null);
  }
}
