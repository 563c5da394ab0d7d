package dev.tagout.policy.ticket;

import static dev.tagout.policy.Service.off;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
import dev.tagout.policy.admission.Gate;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Which tickets a host gets, and what ends them. */
@QuarkusTest
@TestProfile(Signed.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class TicketIT {
  private static final int ROUNDS = 15;

  @Inject Service service;
  @Inject TicketOffice office;
  @Inject Gate gate;
  @Inject TestClock clock;

  private String name;
  private String host;

  @BeforeEach
  void ready(TestInfo test) {
    service.awaitReady();
    name = test.getTestMethod().orElseThrow().getName();
    host = "test:host-of-" + name;
  }

  @AfterEach
  void now() {
    clock.reset();
  }

  @Test
  void aHostGetsOneForEachVmThatIsPlacedThere() {
    // Given
    service.assignHost(host, Map.of("tier", "internal"));
    String fit = vm("fit", "internal");
    String other = vm("other", "public");
    String unscanned = "test:" + name + "-unscanned";
    service.assignVm(unscanned, Map.of("tier", "internal"));
    list(off(fit), off(other), off(unscanned));

    // When
    Map<String, Ticket> tickets = tickets();

    // Then
    assertThat(tickets.keySet()).containsExactlyInAnyOrder(fit, other, unscanned);
    assertThat(tickets.get(fit).answer()).isEqualTo(Answer.ADMIT);
    assertThat(tickets.get(fit).host()).isEqualTo(new HostId(host));
    assertThat(tickets.get(other).answer()).isEqualTo(Answer.ASK);
    assertThat(tickets.get(unscanned).answer()).isEqualTo(Answer.REFUSE);
    assertThat(tickets.get(unscanned).message()).contains("has no patch scan");
    assertThat(tickets.get(unscanned).rules()).containsExactly("patch/unknown");
  }

  @Test
  void oneLivesNoLongerThanItsTierAllows() {
    // Given
    service.assignHost(host, Map.of("tier", "restricted"));
    String fit = vm("fit", "restricted");
    list(off(fit));

    // When
    Ticket ticket = tickets().get(fit);

    // Then
    assertThat(ticket.answer()).isEqualTo(Answer.ADMIT);
    assertThat(Duration.between(ticket.notBefore(), ticket.validUntil()))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void oneNeverOutlivesItsVerdict() {
    // Given
    service.assignHost(host, Map.of("tier", "internal"));
    String fit = vm("fit", "internal");
    list(off(fit));
    tickets();
    Instant over = service.verdict(fit).validUntil();
    clock.advance(Duration.between(Instant.now(), over).minusMinutes(3));

    // When
    Ticket ticket = tickets().get(fit);

    // Then
    assertThat(ticket.answer()).isEqualTo(Answer.ADMIT);
    assertThat(ticket.validUntil()).isBeforeOrEqualTo(over).isAfter(over.minusSeconds(2));
  }

  @Test
  void aChangeThatNobodyHasJudgedYetCounts() {
    // Given
    service.assignHost(host, Map.of("tier", "internal"));
    String fit = vm("fit", "internal");
    list(off(fit));
    Ticket before = tickets().get(fit);

    // When
    service.assignHost(host, Map.of("tier", "public"));
    Ticket after = tickets().get(fit);

    // Then
    assertThat(before.answer()).isEqualTo(Answer.ADMIT);
    assertThat(after.answer()).isEqualTo(Answer.REFUSE);
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
  }

  @Test
  void whileNothingChangesTheSameOnesAreToldAgain() {
    // Given
    service.assignHost(host, Map.of("tier", "internal"));
    String fit = vm("fit", "internal");
    list(off(fit));
    Ticket first = tickets().get(fit);

    // When
    Ticket again = tickets().get(fit);
    clock.advance(Duration.ofMinutes(6));
    Ticket renewed = tickets().get(fit);

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(renewed.id()).isNotEqualTo(first.id());
    assertThat(renewed.epoch()).isEqualTo(first.epoch());
    assertThat(renewed.validUntil()).isAfter(first.validUntil());
  }

  @Test
  void whoRunsOnTheHostDecidesWhichTierGetsThem() {
    // Given
    service.assignHost(host, Map.of("tier", "internal"));
    String running = vm("running", "public");
    String same = vm("same", "public");
    String other = vm("other", "internal");
    list(
        new ListedVm(new VmId(running), "running", RunState.RUNNING, "run-1"),
        off(same),
        off(other));

    // When
    Map<String, Ticket> tickets = tickets();

    // Then
    assertThat(tickets.get(running).answer()).isEqualTo(Answer.ADMIT);
    assertThat(tickets.get(same).answer()).isEqualTo(Answer.ADMIT);
    assertThat(tickets.get(other).answer()).isEqualTo(Answer.REFUSE);
    assertThat(tickets.get(other).message()).contains("tier/mixed");
  }

  @Test
  void aPlaceThatIsPromisedToAnotherTierEndsThem() {
    // Given
    service.assignHost(host, Map.of("tier", "internal"));
    String fit = vm("fit", "internal");
    String same = vm("same", "internal");
    String other = vm("other", "public");
    list(off(fit), off(same), off(other));
    long issued = tickets().get(fit).epoch();

    // When
    boolean sameAdmitted = service.review(same, host).admitted();
    long afterSame = office.epoch(new HostId(host));
    gate.release(new VmId(same), new HostId(host), null);
    boolean otherAdmitted = service.review(other, host).admitted();
    long afterOther = office.epoch(new HostId(host));

    // Then
    assertThat(sameAdmitted).isTrue();
    assertThat(afterSame).isEqualTo(issued);
    assertThat(otherAdmitted).isTrue();
    assertThat(afterOther).isEqualTo(issued + 1);
    assertThat(tickets().get(fit).answer()).isEqualTo(Answer.REFUSE);
  }

  /**
   * A host hears of the epoch before it lets a start go on, and uses no ticket of an earlier one.
   */
  @Test
  void noInterleavingAdmitsTwoTiersOnOneHost() throws Exception {
    // Given
    List<String> internal = Stream.of("a", "b").map(n -> vm("internal-" + n, "internal")).toList();
    List<String> open = Stream.of("a", "b").map(n -> vm("public-" + n, "public")).toList();
    for (int round = 0; round < ROUNDS; round++) {
      host = "test:host-of-" + name + "-" + round;
      service.assignHost(host, Map.of("tier", round % 2 == 0 ? "internal" : "public"));
      list(
          Stream.concat(internal.stream(), open.stream())
              .map(Service::off)
              .toArray(ListedVm[]::new));
      List<Callable<Heard>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(() -> new Heard(null, 0, tickets().values().stream().toList()));
        calls.add(this::asksForPublic);
        calls.add(this::asksForInternal);
      }

      // When
      List<Heard> heard = atOnce(calls);

      // Then
      long epoch = heard.stream().mapToLong(Heard::epoch).max().orElseThrow();
      Set<String> byTicket =
          heard.stream()
              .flatMap(one -> one.tickets().stream())
              .filter(ticket -> ticket.answer() == Answer.ADMIT && ticket.epoch() >= epoch)
              .map(Ticket::tier)
              .collect(Collectors.toSet());
      Set<String> tiers =
          heard.stream()
              .map(Heard::admittedTier)
              .filter(java.util.Objects::nonNull)
              .collect(Collectors.toSet());
      assertThat(tiers).as("admitted by the gate").hasSize(1);
      tiers.addAll(byTicket);
      assertThat(tiers).as("admitted by the gate or by tickets of epoch %d", epoch).hasSize(1);
    }
  }

  @Test
  void aHostThatNobodyKnowsIsAProblemThatSaysSo() {
    given()
        .get("/v1/tickets?host=test:nowhere")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"));
    given().get("/v1/tickets").then().statusCode(400).body("field", equalTo("host"));
    given().get("/v1/tickets?host=nonsense").then().statusCode(400).body("field", equalTo("host"));
  }

  @Test
  void thePublicKeyCanBeComparedWith() {
    // When
    String pem = given().get("/v1/tickets/key").then().statusCode(200).extract().asString();

    // Then
    assertThat(pem).isEqualTo(TicketKey.read(Signed.KEY).publicPem());
  }

  /**
   * @param admittedTier null when nobody was admitted
   * @param epoch that the gate's answer named, 0 when it was none
   */
  private record Heard(String admittedTier, long epoch, List<Ticket> tickets) {}

  private Heard asksForPublic() {
    return asks("public");
  }

  private Heard asksForInternal() {
    return asks("internal");
  }

  private Heard asks(String tier) {
    String vm = "test:" + name + "-" + tier + "-a";
    boolean admitted = service.review(vm, host).admitted();
    return new Heard(
        admitted ? tier : null, admitted ? office.epoch(new HostId(host)) : 0, List.of());
  }

  private static List<Heard> atOnce(List<Callable<Heard>> calls) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(calls.size())) {
      List<Heard> heard = new ArrayList<>();
      for (Future<Heard> one : callers.invokeAll(calls)) {
        heard.add(one.get());
      }
      return heard;
    }
  }

  private Map<String, Ticket> tickets() {
    TicketKey key = TicketKey.read(Signed.KEY);
    List<String> jws =
        given()
            .get("/v1/tickets?host={host}", host)
            .then()
            .statusCode(200)
            .extract()
            .path("tickets");
    return jws.stream()
        .map(key.verifier()::verify)
        .collect(Collectors.toMap(ticket -> ticket.vm().value(), ticket -> ticket));
  }

  /** A VM that has its tier and a clean scan. */
  private String vm(String suffix, String tier) {
    String vm = "test:" + name + "-" + suffix;
    service.assignVm(vm, Map.of("tier", tier));
    service.send(
        EventType.VM_PATCH_SCANNED, vm, Instant.now(), new PatchScanned(List.of(), "test"));
    await("scan of " + vm + " judged")
        .until(() -> service.verdict(vm) != null && service.verdict(vm).admitted());
    return vm;
  }

  private void list(ListedVm... vms) {
    Instant at = Instant.now();
    service.send(EventType.HOST_CONNECTED, host, at, new HostConnected("host", List.of(vms)));
    await("listed").until(() -> service.isListedAt(host, at));
  }
}
