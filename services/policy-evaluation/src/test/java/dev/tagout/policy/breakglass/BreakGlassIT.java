package dev.tagout.policy.breakglass;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.BreakGlassChange;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
import dev.tagout.policy.Tokens;
import dev.tagout.policy.Topics;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A break-glass from request to use, as people, the gate and the standing verdict see it. */
@QuarkusTest
@TestProfile(Tokens.Alone.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(Tokens.class)
class BreakGlassIT {
  private static final String STALE = "patch/scan_stale";
  private static final String HOST = "test:glass-host";
  private static final String ELSEWHERE = "test:glass-elsewhere";
  private static final String LOCK_VM = "SELECT 1 FROM vm WHERE id = ? FOR NO KEY UPDATE";
  private static final int ROUNDS = 10;
  private static final int GATES = 4;

  @Inject Service service;
  @Inject Database database;
  @Inject TestClock clock;

  @BeforeEach
  void ready() {
    service.awaitReady();
    service.emptyHost(HOST, "restricted");
    service.emptyHost(ELSEWHERE, "restricted");
  }

  @AfterEach
  void backToNow() {
    clock.reset();
  }

  @Test
  void aRequestAloneAdmitsNobody() {
    // Given
    String vm = stale("test:g-request");

    // When
    Response answer = post("alice", "/v1/break-glass", body(vm));

    // Then
    answer
        .then()
        .statusCode(201)
        .header("Location", containsString("/v1/break-glass/"))
        .body("state", equalTo("requested"))
        .body("minutes", equalTo(15))
        .body("requestedBy", equalTo("alice"));
    assertDenied(service.review(vm, HOST));
  }

  @Test
  void onceApprovedItAdmitsAgainstTheDenialAndSaysSo() {
    // Given
    String vm = stale("test:g-approve");
    Instant at = frozen();
    String id = requested(body(vm));

    // When
    Response answer = post("bob", "/v1/break-glass/" + id + "/approve", null);

    // Then
    Instant end = at.plus(Duration.ofMinutes(15));
    answer
        .then()
        .statusCode(200)
        .body("state", equalTo("approved"))
        .body("approvedBy", equalTo("bob"))
        .body("expiresAt", equalTo(end.toString()));
    Decision decision = service.review(vm, HOST);
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isTrue();
    assertThat(decision.breakGlass()).isEqualTo(new BreakGlassId(id));
    assertThat(decision.denials()).extracting(Violation::rule).containsExactly(STALE);
    assertThat(decision.message())
        .startsWith("tagout: admitted by break-glass " + id + " of alice, approved by bob, until ")
        .contains(end + "; policy denies: ")
        .contains("[" + STALE);
    given()
        .get("/v1/break-glass/{id}", id)
        .then()
        .body("state", equalTo("used"))
        .body("usedOn", equalTo(HOST))
        .body("decision", equalTo(decision.decisionId().value()));
    given()
        .get("/v1/decisions/{id}", decision.decisionId().value())
        .then()
        .body("breakGlass", equalTo(id));
  }

  @Test
  void isNotSpentOnWhatPolicyAllows() {
    // Given
    String vm = fit("test:g-fit", "internal");
    String id = inForce(body(vm));

    // When
    Decision decision = service.review(vm, HOST);

    // Then
    assertThat(decision.outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(decision.breakGlass()).isNull();
    assertState(id, "approved");
  }

  @Test
  void isNotSpentWhereDenialsAreOnlyObserved() {
    // Given
    String vm = stale("test:g-observed");
    String observed = "test:glass-observed";
    service.assignHost(observed, Map.of("tier", "restricted", "enforcement", "observe"));
    Map<String, Object> body = body(vm);
    body.put("host", observed);
    String id = inForce(body);

    // When
    Decision decision = service.review(vm, observed);

    // Then
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isTrue();
    assertThat(decision.breakGlass()).isNull();
    assertState(id, "approved");
  }

  @Test
  void admitsOnItsHostOnly() {
    // Given
    String vm = stale("test:g-host");
    String id = inForce(body(vm));

    // When
    Decision elsewhere = service.review(vm, ELSEWHERE);

    // Then
    assertDenied(elsewhere);
    assertState(id, "approved");
    assertAdmitted(service.review(vm, HOST), id);
  }

  @Test
  void admitsNoOtherVm() {
    // Given
    String vm = stale("test:g-other");
    inForce(body(stale("test:g-this")));

    // When
    Decision decision = service.review(vm, HOST);

    // Then
    assertDenied(decision);
  }

  @Test
  void answersOneStartAgainUntilItIsSeenAndNoSecondOne() {
    // Given
    String vm = stale("test:g-again");
    String id = inForce(anyHost(vm));
    Decision first = service.review(vm, HOST);

    // When
    Decision again = service.review(vm, HOST);

    // Then
    assertAdmitted(first, id);
    assertAdmitted(again, id);
    assertThat(again.decisionId()).isNotEqualTo(first.decisionId());
    assertDenied(service.review(vm, ELSEWHERE));
    given()
        .get("/v1/break-glass/{id}", id)
        .then()
        .body("decision", equalTo(first.decisionId().value()));
    started(vm, "run-1");
    awaitRunning(vm, "run-1");
    assertDenied(service.review(vm, HOST));
    assertThat(changes(id))
        .containsExactly(
            BreakGlassChange.REQUESTED, BreakGlassChange.APPROVED, BreakGlassChange.USED);
  }

  @Test
  void theSiemHearsOfEachChangeAndOfTheStart() {
    // Given
    String vm = stale("test:g-heard");
    String id = inForce(anyHost(vm));

    // When
    Decision decision = service.review(vm, HOST);

    // Then
    assertAdmitted(decision, id);
    await("told").until(() -> changes(id).size() == 3 && service.outbox() == 0);
    assertThat(
            Topics.read(Topic.FINDINGS.topicName(), vm).stream()
                .map(record -> Json.tree(record.value()))
                .filter(f -> f.at("/finding_info").isMissingNode() && !ofAnAssignment(f))
                .map(f -> f.path("class_uid").asInt() + " " + f.path("activity_name").asText()))
        .containsExactly("3004 Create", "3004 Activate", "6003 Power On", "3004 Use");
  }

  private static boolean ofAnAssignment(JsonNode finding) {
    return finding.at("/metadata/event_code").asText().startsWith("assignment");
  }

  @Test
  void aRepetitionDoesNotUseUpASecondOne() {
    // Given
    String vm = stale("test:g-two");
    String first = inForce(body(vm));
    String second = inForce(body(vm));
    service.review(vm, HOST);

    // When
    service.review(vm, HOST);

    // Then
    assertThat(List.of(state(first), state(second))).containsExactlyInAnyOrder("used", "approved");
  }

  @Test
  void isNotThereForAnotherTryOnceThePlaceIsGivenBack() {
    // Given
    String vm = stale("test:g-release");
    String id = inForce(body(vm));
    assertAdmitted(service.review(vm, HOST), id);
    release(vm, HOST);

    // When
    Decision decision = service.review(vm, HOST);

    // Then
    assertDenied(decision);
    assertState(id, "used");
  }

  @Test
  void answersAgainForAsLongAsTheFirstAnswerHeldThePlaceHoweverOftenItIsAsked() {
    // Given
    String vm = stale("test:g-late");
    Instant at = frozen();
    String id = inForce(body(vm));
    assertAdmitted(service.review(vm, HOST), id);
    clock.freeze(at.plus(Duration.ofMinutes(2)).minusMillis(1));
    assertAdmitted(service.review(vm, HOST), id);

    // When
    clock.freeze(at.plus(Duration.ofMinutes(2)));

    // Then
    assertDenied(service.review(vm, HOST));
  }

  @Test
  void endsOnTheDotWhetherItWasUsedOrNot() {
    // Given
    String vm = stale("test:g-expiry");
    String other = stale("test:g-expiry-unused");
    Instant at = frozen();
    String used = inForce(body(vm));
    String unused = inForce(body(other));
    Instant end = at.plus(Duration.ofMinutes(15));
    clock.freeze(end.minusMillis(1));
    Decision last = service.review(vm, HOST);

    // When
    clock.freeze(end);

    // Then
    assertAdmitted(last, used);
    assertDenied(service.review(vm, HOST));
    assertDenied(service.review(other, HOST));
    assertState(unused, "expired");
    post("carol", "/v1/break-glass/" + unused + "/revoke", Map.of("reason", "late"))
        .then()
        .statusCode(409)
        .body("code", equalTo("break-glass-over"));
  }

  @Test
  void aRequestDoesNotWaitForItsApprovalForEver() {
    // Given
    String vm = stale("test:g-forgotten");
    Instant at = frozen();
    String id = requested(body(vm));

    // When
    clock.freeze(at.plus(Duration.ofHours(1)));

    // Then
    post("bob", "/v1/break-glass/" + id + "/approve", null)
        .then()
        .statusCode(409)
        .body("code", equalTo("break-glass-not-requested"));
    assertState(id, "expired");
  }

  @Test
  void itsRequesterCannotApproveIt() {
    // Given
    String vm = stale("test:g-self");
    String id = requested(body(vm));

    // When
    Response answer = post("alice", "/v1/break-glass/" + id + "/approve", null);

    // Then
    answer.then().statusCode(403).body("code", equalTo("approval-by-requester"));
    assertState(id, "requested");
    assertDenied(service.review(vm, HOST));
  }

  @Test
  void isApprovedOnce() {
    // Given
    String id = inForce(body(stale("test:g-once")));

    // When
    Response answer = post("carol", "/v1/break-glass/" + id + "/approve", null);

    // Then
    answer.then().statusCode(409).body("code", equalTo("break-glass-not-requested"));
    given().get("/v1/break-glass/{id}", id).then().body("approvedBy", equalTo("bob"));
  }

  @Test
  void admitsNothingOnceRevoked() {
    // Given
    String vm = stale("test:g-revoke");
    String id = inForce(body(vm));

    // When
    Response answer = revoke(id);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("state", equalTo("revoked"))
        .body("revokedBy", equalTo("carol"))
        .body("revokeReason", equalTo("not needed"));
    assertDenied(service.review(vm, HOST));
  }

  @Test
  void cannotBeTakenBackOnceUsed() {
    // Given
    String vm = stale("test:g-used");
    String id = inForce(body(vm));
    service.review(vm, HOST);

    // When
    Response answer = revoke(id);

    // Then
    answer.then().statusCode(409).body("code", equalTo("break-glass-over"));
    assertState(id, "used");
  }

  @Test
  void whatItAdmittedRunsAsAdmittedAndDriftsByIt() {
    // Given
    String vm = stale("test:g-run");
    String id = inForce(body(vm));
    service.review(vm, HOST);

    // When
    started(vm, "run-1");

    // Then
    Decision verdict = awaitRunning(vm, "run-1");
    assertThat(verdict.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(verdict.admitted()).isFalse();
    assertThat(verdict.isBypass()).isFalse();
    assertThat(verdict.isDrift()).isTrue();
    assertThat(verdict.breakGlass()).isEqualTo(new BreakGlassId(id));
    given().get("/v1/vms/{id}", vm).then().body("placements[0].admission", equalTo("admitted"));
  }

  @Test
  void theNextRunIsNotOfIt() {
    // Given
    String vm = stale("test:g-next");
    String id = inForce(body(vm));
    service.review(vm, HOST);
    started(vm, "run-1");
    assertThat(awaitRunning(vm, "run-1").breakGlass()).isEqualTo(new BreakGlassId(id));
    Instant stop = Instant.now();
    service.send(
        EventType.VM_STOPPED, vm, stop, new VmStopped(new HostId(HOST), StopCause.SHUTDOWN));
    await("stopped")
        .untilAsserted(
            () -> assertThat(service.verdict(vm).placement()).isEqualTo(Placement.DEFINED));

    // When
    started(vm, "run-2");

    // Then
    Decision verdict = awaitRunning(vm, "run-2");
    assertThat(verdict.breakGlass()).isNull();
    assertThat(verdict.isBypass()).isTrue();
  }

  @Test
  void whatItAdmittedHoldsItsPlaceAgainstOtherTiers() {
    // Given
    String host = "test:glass-mixed";
    service.emptyHost(host, "restricted");
    String other = fit("test:g-mixed-other", "public");
    String vm = stale("test:g-mixed");
    Map<String, Object> body = body(vm);
    body.put("host", host);
    String id = inForce(body);
    assertAdmitted(service.review(vm, host), id);

    // When
    Decision decision = service.review(other, host);

    // Then
    assertDenied(decision);
    assertThat(decision.denials()).extracting(Violation::rule).containsExactly("tier/mixed");
  }

  @Test
  void ofStartsAtOnceOnManyHostsItAdmitsExactlyOne() throws Exception {
    // Given
    String vm = stale("test:g-race");
    List<String> hosts = IntStream.range(0, GATES).mapToObj(i -> "test:glass-race-" + i).toList();
    hosts.forEach(host -> service.emptyHost(host, "restricted"));
    for (int round = 0; round < ROUNDS; round++) {
      String id = inForce(anyHost(vm));

      // When
      List<Decision> decisions = atOnce(vm, hosts);

      // Then
      List<Decision> admitted = decisions.stream().filter(Decision::admitted).toList();
      assertThat(admitted).hasSize(1);
      assertAdmitted(admitted.getFirst(), id);
      given()
          .get("/v1/break-glass/{id}", id)
          .then()
          .body("state", equalTo("used"))
          .body("decision", equalTo(admitted.getFirst().decisionId().value()));
      // So that the next round is no repetition of this one.
      release(vm, admitted.getFirst().host().id().value());
    }
  }

  @Test
  void ofAUseAndARevocationAtOnceExactlyOneIs() throws Exception {
    // Given
    String vm = stale("test:g-revoke-race");
    try (ExecutorService people = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        String id = inForce(body(vm));

        // When
        Future<Decision> start = people.submit(() -> service.review(vm, HOST));
        Future<Response> revocation = people.submit(() -> revoke(id));

        // Then
        boolean used = start.get().admitted();
        assertThat(revocation.get().statusCode()).isEqualTo(used ? 409 : 200);
        assertState(id, used ? "used" : "revoked");
        // So that the next round is no repetition of this one.
        release(vm, HOST);
      }
    }
  }

  @Test
  void aDecisionThatWasMadeBeforeARevocationIsMadeAgainAfterIt() throws Exception {
    // Given
    String vm = stale("test:g-made");
    String id = inForce(body(vm));

    // When
    CompletableFuture<Decision> decision =
        database.transaction(
            on -> {
              on.rows("SELECT 1 FROM break_glass WHERE id = ?::uuid FOR UPDATE", row -> 1, id);
              CompletableFuture<Decision> asked =
                  CompletableFuture.supplyAsync(() -> service.review(vm, HOST));
              await("made, and about to commit").until(this::aUseWaits);
              on.update(
                  "UPDATE break_glass SET revoked_by = 'carol', revoked_at = ?,"
                      + " revoke_reason = 'race' WHERE id = ?::uuid",
                  Instant.now(),
                  id);
              return asked;
            });

    // Then
    assertDenied(decision.get());
    assertState(id, "revoked");
  }

  @Test
  void isNotSpentByADecisionThatDoesNotCommit() throws Exception {
    // Given
    String vm = stale("test:g-outdated");
    String id = inForce(body(vm));

    // When
    CompletableFuture<Decision> decision =
        database.transaction(
            on -> {
              on.rows(LOCK_VM, row -> 1, vm);
              CompletableFuture<Decision> asked =
                  CompletableFuture.supplyAsync(() -> service.review(vm, HOST));
              await("made, and about to commit").until(this::aUseWaits);
              on.update("UPDATE vm SET version = version + 1 WHERE id = ?", vm);
              return asked;
            });

    // Then
    assertAdmitted(decision.get(), id);
    assertThat(uses(id)).containsExactly(decision.get().decisionId().value());
  }

  /** Each attempt finds that the VM has changed, until the gate gives up and has no answer. */
  @Test
  void admitsThoughTheFactsChangeAllTheTime() throws Exception {
    // Given
    String vm = stale("test:g-changing");
    String id = inForce(body(vm));

    // When
    Decision decision = reviewedWhileItChanges(vm);

    // Then
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isTrue();
    assertThat(decision.breakGlass()).isEqualTo(new BreakGlassId(id));
    assertThat(uses(id)).containsExactly(decision.decisionId().value());
  }

  @Test
  void everyChangeIsKeptAndTold() {
    // Given
    String vm = stale("test:g-told");
    String id = inForce(body(vm));

    // When
    Decision decision = service.review(vm, HOST);

    // Then
    await("told")
        .untilAsserted(
            () ->
                assertThat(told(id))
                    .extracting(BreakGlassChanged::change)
                    .containsExactly(
                        BreakGlassChange.REQUESTED,
                        BreakGlassChange.APPROVED,
                        BreakGlassChange.USED));
    assertThat(told(id).getLast().breakGlass().decision()).isEqualTo(decision.decisionId());
    assertThat(told(id).getLast().breakGlass().usedOn()).isEqualTo(new HostId(HOST));
    given()
        .get("/v1/break-glass/{id}/history", id)
        .then()
        .statusCode(200)
        .body("items.change", equalTo(List.of("requested", "approved", "used")))
        .body("items[0].changedBy", equalTo("alice"))
        .body("items[1].changedBy", equalTo("bob"));
  }

  @ParameterizedTest
  @CsvSource({"break_glass_event", "break_glass_use"})
  void whatHappenedCannotBeRewritten(String table) {
    // Given
    String vm = stale("test:g-history");
    String id = inForce(body(vm));
    service.review(vm, HOST);

    // When
    Throwable refusal =
        catchThrowable(
            () ->
                database.call(
                    on ->
                        on.update("DELETE FROM " + table + " WHERE break_glass_id = ?::uuid", id)));

    // Then
    // By the role of the service, and by a trigger where it owns the table.
    assertThat(refusal).hasMessageMatching("(?s).*(append-only|permission denied).*");
  }

  @Test
  void areListedByVmAndState() {
    // Given
    String vm = stale("test:g-list");
    String first = requested(body(vm));
    String second = inForce(body(vm));

    // When
    List<String> all = given().get("/v1/break-glass?vm={vm}", vm).path("items.id");
    List<String> approved =
        given().get("/v1/break-glass?vm={vm}&state=approved", vm).path("items.id");
    List<String> paged =
        given().get("/v1/break-glass?vm={vm}&limit=1&after={id}", vm, second).path("items.id");

    // Then
    assertThat(all).containsExactly(second, first);
    assertThat(approved).containsExactly(second);
    assertThat(paged).containsExactly(first);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("vm", null, "vm", "is required"),
        Arguments.of("vm", "test:nobody-has-seen-it", "vm", "is not known"),
        Arguments.of("host", null, "host", "unless anyHost"),
        Arguments.of("host", "test:no-such-host", "host", "is not known"),
        Arguments.of("anyHost", true, "anyHost", "together with host"),
        Arguments.of("minutes", 0, "minutes", "at least 1"),
        Arguments.of("minutes", 61, "minutes", "at most 60"),
        Arguments.of("reason", null, "reason", "is required"),
        Arguments.of("reason", "  urgent  ", "reason", "too short"),
        Arguments.of("reason", "x".repeat(2001), "reason", "at most 2000"),
        Arguments.of("reason", "the till\u0000 is down", "reason", "a character that is none"),
        Arguments.of("requestedBy", "somebody", "requestedBy", "is not known"),
        Arguments.of("minute", 5, "minute", "is not known"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithTheReason(String field, Object value, String named, String reason) {
    // Given
    String vm = "test:g-refused";
    service.assignVm(vm, Map.of("tier", "internal"));
    Map<String, Object> body = body(vm);
    body.put(field, value);

    // When
    Response answer = post("alice", "/v1/break-glass", body);

    // Then
    answer
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(named))
        .body("detail", containsString(reason));
    given().get("/v1/break-glass?vm={vm}", vm).then().body("items.size()", equalTo(0));
  }

  @ParameterizedTest
  @CsvSource({"'',", "approve,", "revoke,{}"})
  void nobodyChangesAnythingWithoutSayingWhoTheyAre(String step, String body) {
    // Given
    String id = requested(body(stale("test:g-nobody")));
    String path = step.isEmpty() ? "/v1/break-glass" : "/v1/break-glass/" + id + "/" + step;

    // When
    Response answer =
        given().contentType("application/json").body(body == null ? "" : body).post(path);

    // Then
    answer.then().statusCode(401).body("code", equalTo("authentication-required"));
    assertState(id, "requested");
  }

  @ParameterizedTest
  @CsvSource({"nonsense,400", "019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b,404"})
  void oneThatDoesNotExistIsSaidToBeSo(String id, int status) {
    // When
    Response approval = post("bob", "/v1/break-glass/" + id + "/approve", null);

    // Then
    approval.then().statusCode(status);
    given().get("/v1/break-glass/{id}", id).then().statusCode(status);
  }

  private static void assertDenied(Decision decision) {
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isFalse();
    assertThat(decision.breakGlass()).isNull();
  }

  private static void assertAdmitted(Decision decision, String by) {
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isTrue();
    assertThat(decision.breakGlass()).isEqualTo(new BreakGlassId(by));
  }

  private static void assertState(String id, String state) {
    assertThat(state(id)).isEqualTo(state);
  }

  private static String state(String id) {
    return given().get("/v1/break-glass/{id}", id).path("state");
  }

  private List<BreakGlassChange> changes(String id) {
    return told(id).stream().map(BreakGlassChanged::change).toList();
  }

  private List<BreakGlassChanged> told(String id) {
    return Topics.read(Topic.POLICIES.topicName(), id).stream()
        .filter(record -> MessageType.BREAK_GLASS_CHANGED.equals(Topics.header(record, "ce_type")))
        .map(ConsumerRecord::value)
        .map(value -> Json.read(value, BreakGlassChanged.class))
        .toList();
  }

  private List<String> uses(String id) {
    return database.call(
        on ->
            on.rows(
                "SELECT decision_id FROM break_glass_use WHERE break_glass_id = ?::uuid",
                row -> row.getString(1),
                id));
  }

  private boolean aUseWaits() {
    return waits("%commit_break_glass_review%");
  }

  /** Whether a statement like this one waits for a lock. */
  private boolean waits(String statement) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE ?",
                    row -> row.getInt(1) > 0,
                    statement))
        .orElseThrow();
  }

  /**
   * Asks while the VM changes between what a review reads and its commit, each time. Of two who
   * change it one always waits already, so that no review gets in between.
   */
  private Decision reviewedWhileItChanges(String vm) throws Exception {
    CompletableFuture<Decision> asked = new CompletableFuture<>();
    CompletableFuture<Void> held = new CompletableFuture<>();
    try (ExecutorService people = Executors.newFixedThreadPool(2)) {
      List<Future<?>> changes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        changes.add(
            people.submit(
                () -> {
                  while (!asked.isDone()) {
                    change(vm, held, asked);
                  }
                }));
      }
      held.get();
      asked.completeAsync(() -> service.review(vm, HOST)).join();
      for (Future<?> change : changes) {
        change.get();
      }
      return asked.get();
    }
  }

  private void change(String vm, CompletableFuture<Void> held, Future<?> asked) {
    database.transaction(
        on -> {
          on.rows(LOCK_VM, row -> 1, vm);
          held.complete(null);
          await("review and next change wait")
              .until(
                  () ->
                      asked.isDone()
                          || waits("%lock_review%")
                          || aUseWaits() && waits(LOCK_VM.replace("?", "%")));
          return on.update("UPDATE vm SET version = version + 1 WHERE id = ?", vm);
        });
  }

  private void release(String vm, String host) {
    database.call(
        on ->
            on.first(
                "SELECT release_review(?, ?, NULL, ?)",
                row -> row.getBoolean(1),
                vm,
                host,
                Instant.now()));
  }

  private List<Decision> atOnce(String vm, List<String> hosts) throws Exception {
    try (ExecutorService gates = Executors.newFixedThreadPool(hosts.size())) {
      List<Callable<Decision>> calls =
          hosts.stream().<Callable<Decision>>map(host -> () -> service.review(vm, host)).toList();
      List<Decision> decisions = new ArrayList<>();
      for (Future<Decision> answer : gates.invokeAll(calls)) {
        decisions.add(answer.get());
      }
      return decisions;
    }
  }

  /** A VM that is fit but for a scan that is too old. */
  private String stale(String vm) {
    return scanned(vm, "internal", 60, List.of(STALE));
  }

  private String fit(String vm, String tier) {
    return scanned(vm, tier, 0, List.of());
  }

  private String scanned(String vm, String tier, int daysAgo, List<String> violated) {
    service.assignVm(vm, Map.of("tier", tier));
    service.send(
        EventType.VM_PATCH_SCANNED,
        vm,
        Instant.now().minus(daysAgo, ChronoUnit.DAYS),
        new PatchScanned(List.of(), "test"));
    await(vm + " is judged by its scan")
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).violations())
                  .extracting(Violation::rule)
                  .isEqualTo(violated);
            });
    return vm;
  }

  private void started(String vm, String instance) {
    service.send(
        EventType.VM_STARTED,
        vm,
        Instant.now(),
        new VmStarted(new HostId(HOST), StartCause.BOOT, instance));
  }

  private Decision awaitRunning(String vm, String instance) {
    await("running as " + instance)
        .untilAsserted(() -> assertThat(service.verdict(vm).instance()).isEqualTo(instance));
    return service.verdict(vm);
  }

  private Instant frozen() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    clock.freeze(now);
    return now;
  }

  private static Map<String, Object> body(String vm) {
    Map<String, Object> body = new HashMap<>();
    body.put("vm", vm);
    body.put("host", HOST);
    body.put("reason", "the till of the shop is down");
    body.put("ticket", "OPS-4711");
    return body;
  }

  private static Map<String, Object> anyHost(String vm) {
    Map<String, Object> body = body(vm);
    body.remove("host");
    body.put("anyHost", true);
    return body;
  }

  private static String requested(Map<String, Object> body) {
    Response answer = post("alice", "/v1/break-glass", body);
    answer.then().statusCode(201);
    return answer.path("id");
  }

  private static String inForce(Map<String, Object> body) {
    String id = requested(body);
    post("bob", "/v1/break-glass/" + id + "/approve", null).then().statusCode(200);
    return id;
  }

  private static Response revoke(String id) {
    return post("carol", "/v1/break-glass/" + id + "/revoke", Map.of("reason", "not needed"));
  }

  private static Response post(String by, String path, Map<String, Object> body) {
    var request = given().header("Authorization", "Bearer " + Tokens.of(by));
    if (body != null) {
      request.contentType("application/json").body(Json.text(body));
    }
    return request.post(path);
  }
}
