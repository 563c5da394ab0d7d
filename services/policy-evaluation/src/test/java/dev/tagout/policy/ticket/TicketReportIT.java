package dev.tagout.policy.ticket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.inventory.Inventory;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What hosts tell of their tickets, and what becomes of starts that only a ticket explains. */
@QuarkusTest
@TestProfile(Signed.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class TicketReportIT {
  @Inject Service service;
  @Inject TestClock clock;
  @Inject Database database;
  @Inject Inventory inventory;
  @Inject MeterRegistry meters;

  private String name;
  private String host;
  private String vm;

  @BeforeEach
  void fitVmOnFitHost(TestInfo test) {
    service.awaitReady();
    name = test.getTestMethod().orElseThrow().getName();
    host = "test:host-of-" + name;
    vm = vm("internal");
    service.assignHost(host, Map.of("tier", "internal"));
    Instant at = now();
    service.send(
        EventType.HOST_CONNECTED, host, at, new HostConnected("host", List.of(Service.off(vm))));
    await("listed").until(() -> service.isListedAt(host, at));
  }

  @AfterEach
  void reset() {
    clock.reset();
  }

  @Test
  void anAnswerEntersTheRecordOnce() {
    // Given
    String ticket = ticket();
    Instant at = now();

    // When
    Response first = report(ticket, at);
    Response again = report(ticket, at);

    // Then
    first.then().statusCode(200).body("receipts[0].result", equalTo("RECORDED"));
    again.then().statusCode(200).body("receipts[0].result", equalTo("KNOWN"));
    List<Decision> decisions = powerOns();
    assertThat(decisions).hasSize(1);
    Decision decision = decisions.getFirst();
    assertThat(decision.outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(decision.ticket()).isEqualTo(read(ticket).id());
    assertThat(decision.decidedAt()).isEqualTo(at);
    assertThat(decision.host().id()).isEqualTo(new HostId(host));
    given()
        .get("/v1/decisions/{id}", decision.decisionId().value())
        .then()
        .body("input.review.point", equalTo("POWER_ON"))
        .body("input.vm.tier", equalTo("internal"));
  }

  @Test
  void aDenialEntersTheRecordToo() {
    // Given
    service.assignHost(host, Map.of("tier", "public"));
    String ticket = ticket();

    // When
    Response told = report(ticket, now());

    // Then
    told.then().statusCode(200).body("receipts[0].result", equalTo("RECORDED"));
    assertThat(powerOns()).extracting(Decision::outcome).containsExactly(Outcome.DENIED);
    assertThat(powerOns().getFirst().violations()).isNotEmpty();
  }

  @Test
  void aStartThatIsReportedBeforeItIsSeenIsAwaited() {
    // Given
    report(ticket(), now());
    String other = vm("public");

    // When
    boolean otherAdmitted = service.review(other, host).admitted();
    started("run-1", now());

    // Then
    assertThat(otherAdmitted).isFalse();
    Decision verdict = awaitRunning("run-1");
    assertThat(verdict.isBypass()).isFalse();
    assertThat(admittedBy()).isEqualTo(powerOns().getFirst().decisionId().value());
  }

  @Test
  void aStartThatIsSeenBeforeItIsReportedIsNoBypassMeanwhile() {
    // Given
    String ticket = ticket();
    Instant at = now();
    started("run-1", at);
    Decision meanwhile = awaitRunning("run-1");

    // When
    report(ticket, at);

    // Then
    assertThat(meanwhile.isBypass()).isFalse();
    assertThat(admittedBy()).isEqualTo(powerOns().getFirst().decisionId().value());
  }

  @Test
  void aStartThatTheHostHasNotToldOfIsABypassAfterAll() {
    // Given
    ticket();
    started("run-1", now());
    awaitRunning("run-1");

    // When
    clock.advance(Duration.ofMinutes(6));
    settle();

    // Then
    await("bypass").until(() -> service.verdict(vm).isBypass());
  }

  @Test
  void aBypassIsCountedWhenItIsCommittedAndOnce() {
    // Given
    ticket();
    started("run-1", now());
    awaitRunning("run-1");
    clock.advance(Duration.ofMinutes(6));
    long before = detections();
    AtomicInteger found = new AtomicInteger();

    // When
    Throwable thrown =
        catchThrowable(
            () ->
                database.transaction(
                    on -> {
                      on.rows(
                          "SELECT settle_ticket_starts(?, ?)",
                          row -> row.getString(1),
                          host,
                          now().minus(Duration.ofMinutes(5)));
                      found.set(
                          inventory.retell(on, new HostId(host), List.of(new VmId(vm))).size());
                      throw new IllegalStateException("rolled back");
                    }));
    long rolledBack = detections();
    settle();

    // Then
    assertThat(thrown).hasMessage("rolled back");
    assertThat(found).hasValue(1);
    assertThat(rolledBack).isEqualTo(before);
    assertThat(detections()).isEqualTo(before + 1);
  }

  private long detections() {
    return meters.get("tagout.bypass.detection").tag("by", "ticket").timer().count();
  }

  @Test
  void whatWasToldStaysAdmittedWhenTheHostHasToldAll() {
    // Given
    String ticket = ticket();
    Instant at = now();
    started("run-1", at);
    awaitRunning("run-1");
    report(ticket, at);

    // When
    clock.advance(Duration.ofMinutes(6));
    settle();

    // Then
    assertThat(awaitRunning("run-1").isBypass()).isFalse();
  }

  @Test
  void aBypassIsExplainedByAReport() {
    // Given
    String ticket = ticket();
    Instant at = now();
    service.assignHost(host, Map.of("tier", "public"));
    ticket();
    started("run-1", at);
    assertThat(awaitRunning("run-1").isBypass()).isTrue();

    // When
    report(ticket, at);

    // Then
    await("explained").until(() -> service.verdict(vm).isDrift());
    assertThat(service.verdict(vm).isBypass()).isFalse();
  }

  @Test
  void oneUseExplainsOneStart() {
    // Given
    String ticket = ticket();
    Instant at = now();
    report(ticket, at);
    started("run-1", at);
    awaitRunning("run-1");
    service.assignHost(host, Map.of("tier", "public"));
    ticket();

    // When
    started("run-2", at.plusSeconds(1));

    // Then
    assertThat(awaitRunning("run-2").isBypass()).isTrue();
  }

  @Test
  void whatCannotBeTrueIsRefusedAndTheRestIsTaken() {
    // Given
    String ticket = ticket();
    String forged =
        TicketKey.read(Signed.write(Signed.KEY.resolveSibling("another.pem"))).sign(read(ticket));
    Instant at = now();
    List<Map<String, Object>> uses =
        List.of(
            Map.of("ticket", forged, "at", at.toString()),
            Map.of("ticket", ticket, "at", at.plus(Duration.ofHours(1)).toString()),
            Map.of("ticket", ticket, "at", at.minus(Duration.ofHours(1)).toString()),
            Map.of("ticket", "nonsense", "at", at.toString()),
            Map.of("ticket", ticket, "at", at.toString()));

    // When
    Response told = post(uses, "");
    Response elsewhere =
        given()
            .contentType("application/json")
            .body(List.of(Map.of("ticket", ticket, "at", at.toString())))
            .post("/v1/tickets/uses?host=test:elsewhere");

    // Then
    assertThat(told.jsonPath().getList("receipts.result", String.class))
        .containsExactly("REFUSED", "REFUSED", "REFUSED", "REFUSED", "RECORDED");
    elsewhere.then().statusCode(200).body("receipts[0].result", equalTo("REFUSED"));
    assertThat(powerOns()).hasSize(1);
  }

  @Test
  void whatAFormerKeyHasSignedIsTaken() {
    // Given
    String signedBefore = TicketKey.read(Signed.FORMER_KEY).sign(read(ticket()));

    // When
    Response told = post(List.of(Map.of("ticket", signedBefore, "at", now().toString())), "");

    // Then
    told.then().statusCode(200).body("receipts[0].result", equalTo("RECORDED"));
    assertThat(powerOns()).hasSize(1);
  }

  @Test
  void aMalformedReportNamesTheField() {
    post(List.of(Map.of("at", "2026-11-24T10:00:00Z")), "")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo("[0].ticket"));
    post(List.of(), "&until=yesterday").then().statusCode(400).body("field", equalTo("until"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private String ticket() {
    List<String> jws =
        given()
            .get("/v1/tickets?host={host}", host)
            .then()
            .statusCode(200)
            .extract()
            .path("tickets");
    return jws.stream().filter(one -> read(one).vm().value().equals(vm)).findAny().orElseThrow();
  }

  private static Ticket read(String jws) {
    return TicketKey.read(Signed.KEY).verifier().verify(jws);
  }

  private Response report(String ticket, Instant at) {
    return post(List.of(Map.of("ticket", ticket, "at", at.toString(), "operation", "START")), "");
  }

  private void settle() {
    post(List.of(), "&until=" + now()).then().statusCode(200);
  }

  private Response post(List<Map<String, Object>> uses, String query) {
    return given()
        .contentType("application/json")
        .body(uses)
        .post("/v1/tickets/uses?host=" + host + query);
  }

  private List<Decision> powerOns() {
    return service.decisions(vm).stream()
        .map(id -> Json.read(given().get("/v1/decisions/{id}", id).asByteArray(), Decision.class))
        .filter(decision -> decision.point() == Point.POWER_ON)
        .toList();
  }

  private String admittedBy() {
    return service.admittedBy(vm, host);
  }

  private void started(String instance, Instant at) {
    service.send(
        EventType.VM_STARTED, vm, at, new VmStarted(new HostId(host), StartCause.BOOT, instance));
  }

  private Decision awaitRunning(String instance) {
    await("running as " + instance)
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).instance()).isEqualTo(instance);
            });
    return service.verdict(vm);
  }

  private String vm(String tier) {
    String id = "test:" + name + "-" + tier;
    service.assignVm(id, Map.of("tier", tier));
    service.send(
        EventType.VM_PATCH_SCANNED, id, Instant.now(), new PatchScanned(List.of(), "test"));
    await("scan of " + id + " judged")
        .until(() -> service.verdict(id) != null && service.verdict(id).admitted());
    return id;
  }
}
