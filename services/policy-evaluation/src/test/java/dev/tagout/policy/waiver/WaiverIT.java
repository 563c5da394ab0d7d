package dev.tagout.policy.waiver;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.WaiverChange;
import dev.tagout.contracts.policy.WaiverChanged;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A waiver from request to expiry, as people, the gate and the standing verdict see it. */
@QuarkusTest
@TestProfile(Tokens.Alone.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(Tokens.class)
class WaiverIT {
  private static final String STALE = "patch/scan_stale";
  private static final String HOST = "test:waiver-host";

  @Inject Service service;
  @Inject Database database;
  @Inject TestClock clock;

  @BeforeEach
  void ready() {
    service.awaitReady();
    service.emptyHost(HOST, "restricted");
  }

  @AfterEach
  void backToNow() {
    clock.reset();
  }

  @Test
  void aRequestAloneAdmitsNobody() {
    // Given
    String vm = stale("test:w-request");

    // When
    Response answer = post("alice", "/v1/waivers", forVm(vm));

    // Then
    answer
        .then()
        .statusCode(201)
        .header("Location", containsString("/v1/waivers/"))
        .body("state", equalTo("requested"))
        .body("requestedBy", equalTo("alice"))
        .body("vm", equalTo(vm));
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.DENIED);
  }

  @Test
  void onceApprovedItAdmitsAtOnceAndSaysSo() {
    // Given
    String vm = stale("test:w-approve");
    Instant end = inDays(7);
    String id = requested(forVm(vm, end));

    // When
    Response answer = post("bob", "/v1/waivers/" + id + "/approve", null);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("state", equalTo("active"))
        .body("approvedBy", equalTo("bob"));
    Decision decision = service.review(vm, HOST);
    assertThat(decision.outcome()).isEqualTo(Outcome.WAIVED);
    assertThat(decision.admitted()).isTrue();
    assertThat(decision.violations())
        .extracting(Violation::rule, Violation::waivedBy)
        .containsExactly(tuple(STALE, id));
    assertThat(decision.validUntil()).isEqualTo(end);
    assertThat(decision.message())
        .startsWith("tagout: ")
        .contains(" may start on ")
        .contains("waived: " + STALE + " by waiver " + id + " until " + end);
    assertThat(awaitVerdict(vm, Outcome.WAIVED).validUntil()).isEqualTo(end);
  }

  @Test
  void endsOnTheDotAtTheGateAndInTheVerdict() {
    // Given
    String vm = stale("test:w-expiry");
    Instant end = inDays(2);
    String id = inForce(forVm(vm, end));
    awaitVerdict(vm, Outcome.WAIVED);
    clock.freeze(end.minusMillis(1));
    Decision last = service.review(vm, HOST);

    // When
    clock.freeze(end);

    // Then
    assertThat(last.outcome()).isEqualTo(Outcome.WAIVED);
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.DENIED);
    assertThat(awaitVerdict(vm, Outcome.DENIED).violations())
        .extracting(Violation::waivedBy)
        .containsOnlyNulls();
    given().get("/v1/waivers/{id}", id).then().body("state", equalTo("expired"));
    post("carol", "/v1/waivers/" + id + "/revoke", Map.of("reason", "late"))
        .then()
        .statusCode(409)
        .body("code", equalTo("waiver-over"));
  }

  @Test
  void beginsWhenItIsToBegin() {
    // Given
    String vm = stale("test:w-start");
    Instant start = inDays(1);
    Instant end = inDays(3);
    Map<String, Object> body = forVm(vm, end);
    body.put("startsAt", start.toString());
    String id = inForce(body);
    await("verdict knows the start")
        .untilAsserted(() -> assertThat(service.verdict(vm).validUntil()).isEqualTo(start));
    given().get("/v1/waivers/{id}", id).then().body("state", equalTo("approved"));

    // When
    clock.freeze(start);

    // Then
    assertThat(awaitVerdict(vm, Outcome.WAIVED).validUntil()).isEqualTo(end);
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.WAIVED);
  }

  @Test
  void doesNotCountAnyMoreOnceRevoked() {
    // Given
    String vm = stale("test:w-revoke");
    String id = inForce(forVm(vm));
    awaitVerdict(vm, Outcome.WAIVED);

    // When
    Response answer =
        post("carol", "/v1/waivers/" + id + "/revoke", Map.of("reason", "scanned again"));

    // Then
    answer
        .then()
        .statusCode(200)
        .body("state", equalTo("revoked"))
        .body("revokedBy", equalTo("carol"))
        .body("revokeReason", equalTo("scanned again"));
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.DENIED);
    awaitVerdict(vm, Outcome.DENIED);
  }

  @Test
  void aDecisionThatWasMadeBeforeARevocationIsMadeAgainAfterIt() throws Exception {
    // Given
    String vm = stale("test:w-race");
    String id = inForce(forVm(vm));
    awaitVerdict(vm, Outcome.WAIVED);

    // When
    CompletableFuture<Decision> decision =
        database.transaction(
            on -> {
              on.rows("SELECT 1 FROM vm WHERE id = ? FOR NO KEY UPDATE", row -> 1, vm);
              CompletableFuture<Decision> asked =
                  CompletableFuture.supplyAsync(() -> service.review(vm, HOST));
              await("made, and about to commit").until(() -> waitsForTheVm());
              post("carol", "/v1/waivers/" + id + "/revoke", Map.of("reason", "race"))
                  .then()
                  .statusCode(200);
              return asked;
            });

    // Then
    assertThat(decision.get().outcome()).isEqualTo(Outcome.DENIED);
  }

  @Test
  void itsRequesterCannotApproveIt() {
    // Given
    String vm = stale("test:w-self");
    String id = requested(forVm(vm));

    // When
    Response answer = post("alice", "/v1/waivers/" + id + "/approve", null);

    // Then
    answer.then().statusCode(403).body("code", equalTo("approval-by-requester"));
    given().get("/v1/waivers/{id}", id).then().body("state", equalTo("requested"));
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.DENIED);
  }

  @Test
  void isApprovedOnce() {
    // Given
    String id = inForce(forVm(stale("test:w-once")));

    // When
    Response answer = post("carol", "/v1/waivers/" + id + "/approve", null);

    // Then
    answer.then().statusCode(409).body("code", equalTo("waiver-not-requested"));
    given().get("/v1/waivers/{id}", id).then().body("approvedBy", equalTo("bob"));
  }

  @ParameterizedTest
  @CsvSource({
    "tier,internal,WAIVED",
    "tier,public,DENIED",
    "owner,team-w,WAIVED",
    "owner,team-x,DENIED",
    "group,w-group,WAIVED",
    "group,x-group,DENIED"
  })
  void aSelectorCoversTheVmsThatItMatches(String field, String value, Outcome outcome) {
    // Given
    String vm = stale("test:w-selector-" + field + "-" + value);
    String elsewhere = "test:selector-host-" + field + "-" + value;
    service.emptyHost(elsewhere, "restricted");
    Map<String, Object> body = body(inDays(7));
    body.put("selector", Map.of(field, value));
    body.put("host", elsewhere);

    // When
    inForce(body);

    // Then
    assertThat(service.review(vm, elsewhere).outcome()).isEqualTo(outcome);
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.DENIED);
  }

  @Test
  void aSelectorsWaiverJudgesItsVmsAgain() {
    // Given
    String vm = stale("test:w-selected");
    service.assignVm(vm, Map.of("tier", "internal", "owner", "team-selected"));
    Map<String, Object> body = body(inDays(7));
    body.put("selector", Map.of("tier", "internal", "owner", "team-selected"));

    // When
    inForce(body);

    // Then
    awaitVerdict(vm, Outcome.WAIVED);
    service.assignVm(vm, Map.of("tier", "internal", "owner", "team-w"));
    awaitVerdict(vm, Outcome.DENIED);
  }

  @Test
  void aHostsWaiverJudgesTheVmsThereAgain() {
    // Given
    String vm = stale("test:w-resident");
    String host = "test:w-resident-host";
    service.assignHost(host, Map.of("tier", "restricted"));
    service.send(
        EventType.HOST_CONNECTED,
        host,
        Instant.now(),
        new HostConnected("host", List.of(Service.off(vm))));
    await("placed").until(() -> service.verdict(vm).host() != null);
    Map<String, Object> body = body(inDays(7));
    body.put("host", host);

    // When
    inForce(body);

    // Then
    assertThat(awaitVerdict(vm, Outcome.WAIVED).host().id().value()).isEqualTo(host);
  }

  @Test
  void aRuleThatItDoesNotNameStillRefuses() {
    // Given
    String vm = stale("test:w-other-rule");
    Map<String, Object> body = forVm(vm);
    body.put("rules", List.of("tier/mixed"));

    // When
    inForce(body);

    // Then
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.DENIED);
  }

  @Test
  void whatIsNotKnownCanBeWaivedByName() {
    // Given
    String vm = "test:w-unknown";
    service.assignVm(vm, Map.of("tier", "internal"));
    Map<String, Object> body = forVm(vm);
    body.put("rules", List.of("patch/unknown"));

    // When
    inForce(body);

    // Then
    assertThat(service.review(vm, HOST).outcome()).isEqualTo(Outcome.WAIVED);
  }

  @Test
  void everyChangeIsKeptAndTold() {
    // Given
    String id = inForce(forVm(stale("test:w-told")));

    // When
    post("carol", "/v1/waivers/" + id + "/revoke", Map.of("reason", "enough"))
        .then()
        .statusCode(200);

    // Then
    List<WaiverChange> expected =
        List.of(WaiverChange.REQUESTED, WaiverChange.APPROVED, WaiverChange.REVOKED);
    await("told")
        .untilAsserted(
            () -> assertThat(told(id)).extracting(WaiverChanged::change).isEqualTo(expected));
    assertThat(told(id))
        .extracting(WaiverChanged::changedBy)
        .containsExactly("alice", "bob", "carol");
    given()
        .get("/v1/waivers/{id}/history", id)
        .then()
        .statusCode(200)
        .body("items.change", equalTo(List.of("requested", "approved", "revoked")))
        .body("items.changedBy", equalTo(List.of("alice", "bob", "carol")));
  }

  @Test
  void theHistoryCannotBeRewritten() {
    // Given
    String id = requested(forVm(stale("test:w-history")));

    // When
    Throwable refusal =
        catchThrowable(
            () ->
                database.call(
                    on -> on.update("DELETE FROM waiver_event WHERE waiver_id = ?::uuid", id)));

    // Then
    assertThat(refusal.getMessage()).containsAnyOf("permission denied", "append-only");
  }

  @Test
  void areListedByWhatTheyCover() {
    // Given
    String vm = stale("test:w-list");
    String first = requested(forVm(vm));
    String second = inForce(forVm(vm));

    // When
    List<String> all = given().get("/v1/waivers?vm={vm}&rule={rule}", vm, STALE).path("items.id");
    List<String> active = given().get("/v1/waivers?vm={vm}&state=active", vm).path("items.id");
    List<String> paged =
        given().get("/v1/waivers?vm={vm}&limit=1&after={id}", vm, second).path("items.id");
    List<String> others = given().get("/v1/waivers?vm={vm}&rule=tier/mixed", vm).path("items.id");

    // Then
    assertThat(all).contains(first, second);
    assertThat(all.indexOf(second)).isLessThan(all.indexOf(first));
    assertThat(active).contains(second).doesNotContain(first);
    assertThat(paged).containsExactly(first);
    assertThat(others).doesNotContain(first, second);
  }

  static Stream<Arguments> refused() {
    String now = "2000-01-01T00:00:00Z";
    return Stream.of(
        Arguments.of("rules", List.of(), "rules", "names no rule"),
        Arguments.of("rules", null, "rules", "names no rule"),
        Arguments.of("rules", List.of(STALE, "patch/no_such"), "rules[1]", "is no rule"),
        Arguments.of("vm", null, "$", "neither vm, selector nor host"),
        Arguments.of("vm", "test:nobody-has-seen-it", "vm", "is not known"),
        Arguments.of("host", "test:no-such-host", "host", "is not known"),
        Arguments.of("selector", Map.of(), "selector", "neither tier, owner nor group"),
        Arguments.of("selector", Map.of("tier", "internal"), "selector", "together with vm"),
        Arguments.of("selector", Map.of("teir", "internal"), "selector", "neither"),
        Arguments.of("expiresAt", null, "expiresAt", "without an end"),
        Arguments.of("expiresAt", now, "expiresAt", "is past"),
        Arguments.of("expiresAt", "2200-01-01T00:00:00Z", "expiresAt", "90 days"),
        Arguments.of("startsAt", "2199-01-01T00:00:00Z", "expiresAt", "not after startsAt"),
        Arguments.of("reason", null, "reason", "is required"),
        Arguments.of("reason", " ", "reason", "is blank"),
        Arguments.of("reason", "x".repeat(2001), "reason", "at most 2000"),
        Arguments.of("reason", "a\u0000b", "reason", "a character that is none"),
        Arguments.of("requestedBy", "somebody", "requestedBy", "is not known"),
        Arguments.of("expires", now, "expires", "is not known"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithTheReason(String field, Object value, String named, String reason) {
    // Given
    String vm = "test:w-refused";
    service.assignVm(vm, Map.of("tier", "internal"));
    int before = given().get("/v1/waivers?vm={vm}&limit=1000", vm).path("items.size()");
    Map<String, Object> body = forVm(vm);
    body.put(field, value);

    // When
    Response answer = post("alice", "/v1/waivers", body);

    // Then
    answer
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(named))
        .body("detail", containsString(reason));
    given().get("/v1/waivers?vm={vm}&limit=1000", vm).then().body("items.size()", equalTo(before));
  }

  @ParameterizedTest
  @CsvSource({"nonsense,400", "019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b,404"})
  void aWaiverThatDoesNotExistIsSaidToBeSo(String id, int status) {
    // When
    Response approval = post("bob", "/v1/waivers/" + id + "/approve", null);

    // Then
    approval.then().statusCode(status);
    given().get("/v1/waivers/{id}", id).then().statusCode(status);
  }

  private List<WaiverChanged> told(String id) {
    return Topics.read(Topic.POLICIES.topicName(), id).stream()
        .filter(record -> MessageType.WAIVER_CHANGED.equals(Topics.header(record, "ce_type")))
        .map(ConsumerRecord::value)
        .map(value -> Json.read(value, WaiverChanged.class))
        .toList();
  }

  private boolean waitsForTheVm() {
    return database
        .call(
            on ->
                on.first(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE '%commit_review%'",
                    row -> row.getInt(1) > 0))
        .orElseThrow();
  }

  /** A VM that is fit but for a scan that is too old. */
  private String stale(String vm) {
    service.assignVm(vm, Map.of("tier", "internal", "owner", "team-w", "group", "w-group"));
    service.send(
        EventType.VM_PATCH_SCANNED,
        vm,
        Instant.now().minus(60, ChronoUnit.DAYS),
        new PatchScanned(List.of(), "test"));
    await(vm + " is stale")
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).violations())
                  .extracting(Violation::rule)
                  .containsExactly(STALE);
            });
    return vm;
  }

  private Decision awaitVerdict(String vm, Outcome outcome) {
    await(vm + " " + outcome)
        .untilAsserted(() -> assertThat(service.verdict(vm).outcome()).isEqualTo(outcome));
    return service.verdict(vm);
  }

  private static Map<String, Object> body(Instant end) {
    Map<String, Object> body = new HashMap<>();
    body.put("rules", List.of(STALE));
    body.put("reason", "the scanner is being replaced");
    body.put("ticket", "OPS-4711");
    body.put("expiresAt", end.toString());
    return body;
  }

  private static Map<String, Object> forVm(String vm, Instant end) {
    Map<String, Object> body = body(end);
    body.put("vm", vm);
    return body;
  }

  private static Map<String, Object> forVm(String vm) {
    return forVm(vm, inDays(7));
  }

  private static Instant inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MILLIS);
  }

  private static String requested(Map<String, Object> body) {
    Response answer = post("alice", "/v1/waivers", body);
    answer.then().statusCode(201);
    return answer.path("id");
  }

  private static String inForce(Map<String, Object> body) {
    String id = requested(body);
    post("bob", "/v1/waivers/" + id + "/approve", null).then().statusCode(200);
    return id;
  }

  private static Response post(String by, String path, Map<String, Object> body) {
    var request = given().header("Authorization", "Bearer " + Tokens.of(by));
    if (body != null) {
      request.contentType("application/json").body(Json.text(body));
    }
    return request.post(path);
  }
}
