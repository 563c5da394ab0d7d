package dev.tagout.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts at the same moment, and what becomes of the places that they reserve. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class RaceIT {
  private static final int ROUNDS = 20;
  private static final int OF_EACH_TIER = 4;

  /** How long a place is held, unless configured otherwise. */
  private static final Duration RESERVATION = Duration.ofMinutes(2);

  @Inject Service service;
  @Inject Gate gate;
  @Inject TestClock clock;
  @Inject Database database;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @AfterEach
  void now() {
    clock.reset();
  }

  @Test
  void neverAdmitsTwoTiersToOneEmptyHost() throws Exception {
    // Given
    List<String> vms = new ArrayList<>();
    for (int i = 0; i < OF_EACH_TIER; i++) {
      vms.add(fit("test:race-public-" + i, "public"));
      vms.add(fit("test:race-internal-" + i, "internal"));
    }
    for (int round = 0; round < ROUNDS; round++) {
      String host = "test:race-host-" + round;
      service.emptyHost(host, "restricted");

      // When
      List<Decision> decisions = atOnce(vms, host);

      // Then
      List<Decision> admitted = decisions.stream().filter(Decision::admitted).toList();
      assertThat(admitted).isNotEmpty();
      assertThat(
              admitted.stream().map(decision -> decision.vm().tier()).collect(Collectors.toSet()))
          .hasSize(1);
      assertThat(admitted).hasSize(OF_EACH_TIER);
    }
  }

  @Test
  void aStartThatCameToNothingGivesItsPlaceBack() {
    // Given
    String host = "test:release-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:release-1", "public");
    String second = fit("test:release-2", "internal");
    Decision admitted = service.review(first, host);
    Decision refused = service.review(second, host);

    // When
    gate.release(new VmId(first), new HostId(host), admitted.decisionId());

    // Then
    assertThat(admitted.admitted()).isTrue();
    assertThat(refused.admitted()).isFalse();
    assertThat(service.review(second, host).admitted()).isTrue();
  }

  @Test
  void aLateReportOfAnEarlierStartDoesNotTakeThePlaceOfANewerOne() {
    // Given
    String host = "test:late-release-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:late-release-1", "public");
    String second = fit("test:late-release-2", "internal");
    Decision earlier = service.review(first, host);
    Decision newer = service.review(first, host);

    // When
    gate.release(new VmId(first), new HostId(host), earlier.decisionId());

    // Then
    assertThat(newer.admitted()).isTrue();
    assertThat(service.review(second, host).admitted()).isFalse();
  }

  /** It may have started there a moment ago, and the report be on its way. */
  @Test
  void askingElsewhereGivesThePlaceBackOnceAListingShowsThatItDidNotStart() {
    // Given
    service.emptyHost("test:here", "restricted");
    service.emptyHost("test:there", "restricted");
    String first = fit("test:elsewhere-1", "public");
    String second = fit("test:elsewhere-2", "internal");
    service.review(first, "test:here");

    // When
    Decision there = service.review(first, "test:there");
    Decision atOnce = service.review(second, "test:here");
    letTimePass(Duration.ofSeconds(30), "test:here");
    service.endPlaces();
    Decision unheard = service.review(second, "test:here");
    service.listAgain("test:here", Instant.now(), Service.off(first));

    // Then
    assertThat(there.admitted()).isTrue();
    assertThat(atOnce.admitted()).isFalse();
    assertThat(unheard.admitted()).isFalse();
    await("place free").until(() -> service.review(second, "test:here").admitted());
  }

  /** The collector or Kafka is away for longer than a place is held, and the gate goes on. */
  @Test
  void aPlaceWhoseTimeIsUpIsHeldWhileItsHostIsNotHeardOf() {
    // Given
    String host = "test:unheard-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:unheard-1", "public");
    String second = fit("test:unheard-2", "internal");
    Instant started = Instant.now();
    Decision admitted = service.review(first, host);
    letTimePass(Duration.ofMinutes(3), host);
    service.endPlaces();

    // When
    Decision unseen = service.review(second, host);
    service.send(
        EventType.VM_STARTED,
        first,
        started,
        new VmStarted(new HostId(host), StartCause.BOOT, "run-1"));
    await("seen").until(() -> "run-1".equals(service.verdict(first).instance()));
    Decision seen = service.review(second, host);

    // Then
    assertThat(admitted.admitted()).isTrue();
    assertThat(unseen.admitted()).isFalse();
    assertThat(unseen.violations().getFirst().message())
        .containsPattern(
            "unheard-1 \\(public, admitted there at .*Z and neither seen nor missed since\\)");
    assertThat(seen.admitted()).isFalse();
    assertThat(seen.violations().getFirst().message()).contains("unheard-1 (public)");
    assertThat(service.verdict(first).isBypass()).isFalse();
  }

  @Test
  void aPlaceWhoseTimeIsUpIsFreeOnceAListingDoesNotShowItsVm() {
    // Given
    String host = "test:missed-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:missed-1", "public");
    String second = fit("test:missed-2", "internal");
    service.review(first, host);
    letTimePass(RESERVATION.plusSeconds(2), host);

    // When
    service.listAgain(host, Instant.now());
    service.endPlaces();
    Decision tooSoon = service.review(second, host);
    letTimePass(Duration.ofSeconds(20), host);
    service.listAgain(host, Instant.now());

    // Then
    assertThat(tooSoon.admitted()).isFalse();
    await("place free").until(() -> service.review(second, host).admitted());
  }

  /** The start was seen by nothing else: the listing is the report of it. */
  @Test
  void aListingThatShowsTheVmRunningIsTheReportOfItsStart() {
    // Given
    String host = "test:shown-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:shown-1", "public");
    String second = fit("test:shown-2", "internal");
    service.review(first, host);
    letTimePass(Duration.ofMinutes(3), host);

    // When
    service.listAgain(
        host, Instant.now(), new ListedVm(new VmId(first), "shown-1", RunState.RUNNING, "run-1"));
    await("seen").until(() -> "run-1".equals(service.verdict(first).instance()));
    service.endPlaces();

    // Then
    assertThat(service.verdict(first).isBypass()).isFalse();
    assertThat(service.review(second, host).admitted()).isFalse();
  }

  /** A replica whose clock is ahead ends no place by that. */
  @Test
  void aReplicaWhoseClockIsAheadEndsNoPlace() {
    // Given
    String host = "test:ahead-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:ahead-1", "public");
    String second = fit("test:ahead-2", "internal");
    service.review(first, host);

    // When
    clock.advance(Duration.ofMinutes(3));
    service.listAgain(host, Instant.now().plus(Duration.ofMinutes(3)));
    service.endPlaces();

    // Then
    assertThat(service.review(second, host).admitted()).isFalse();
  }

  /** One whose clock is behind must not make a place that is over when it begins. */
  @Test
  void aReplicaWhoseClockIsBehindReservesForAsLong() {
    // Given
    String host = "test:behind-host";
    service.emptyHost(host, "restricted");
    String first = fit("test:behind-1", "public");
    String second = fit("test:behind-2", "internal");

    // When
    clock.advance(Duration.ofMinutes(-4));
    service.review(first, host);
    clock.reset();
    service.listAgain(host, Instant.now());
    service.endPlaces();

    // Then
    assertThat(service.review(second, host).admitted()).isFalse();
  }

  /** Where no source lists anything, nobody would ever tell that a VM did not start. */
  @Test
  void onAHostThatNobodyListsTimeAloneEndsAPlace() {
    // Given
    String host = "test:unlisted-host";
    service.assignHost(host, Map.of("tier", "restricted"));
    String first = fit("test:unlisted-1", "public");
    service.review(first, host);

    // When
    letTimePass(Duration.ofMinutes(3), host);

    // Then
    await("place free").until(() -> places(host) == 0);
  }

  /** What is told all day must not cost anything. */
  @Test
  void aListingThatSaysNothingNewLeavesNoTrace() {
    // Given
    String host = "test:quiet-host";
    service.emptyHost(host, "restricted");
    String vm = fit("test:quiet-1", "public");
    service.listAgain(host, Instant.now(), Service.off(vm));
    await("defined there").until(() -> placements(host) == 1);
    String before = traces(host);

    // When
    service.listAgain(host, Instant.now(), Service.off(vm));

    // Then
    assertThat(traces(host)).isEqualTo(before);
  }

  /** All that happened on a host is longer ago. */
  private void letTimePass(Duration time, String host) {
    String by = time.toString();
    database.transaction(
        on -> {
          on.update(
              "UPDATE reservation SET admitted_at = admitted_at - ?::interval,"
                  + " expires_at = expires_at - ?::interval, ended_at = ended_at - ?::interval"
                  + " WHERE host_id = ?",
              by,
              by,
              by,
              host);
          return on.update(
              "UPDATE host SET heard_at = heard_at - ?::interval WHERE id = ?", by, host);
        });
  }

  private int places(String host) {
    return count("SELECT count(*) FROM reservation WHERE host_id = ? AND NOT expired", host);
  }

  private int placements(String host) {
    return count("SELECT count(*) FROM placement WHERE host_id = ?", host);
  }

  private int count(String sql, String host) {
    return database.call(on -> on.first(sql, row -> row.getInt(1), host)).orElseThrow();
  }

  /** Whatever would make somebody work, or take room. */
  private String traces(String host) {
    return database
        .call(
            on ->
                on.json(
                    "SELECT jsonb_build_array((SELECT version FROM host WHERE id = ?),"
                        + " (SELECT count(*) FROM host_report WHERE host_id = ?),"
                        + " (SELECT jsonb_agg(s.seen_at) FROM sighting s WHERE s.host_id = ?),"
                        + " (SELECT jsonb_agg(jsonb_build_array(p.xmin::text, v.xmin::text,"
                        + " (SELECT m.generation FROM mark m WHERE m.vm_id = v.id)))"
                        + " FROM placement p JOIN vm v ON v.id = p.vm_id WHERE p.host_id = ?))",
                    host,
                    host,
                    host,
                    host))
        .toString();
  }

  private String fit(String vm, String tier) {
    service.assignVm(vm, Map.of("tier", tier));
    service.send(
        EventType.VM_PATCH_SCANNED, vm, Instant.now(), new PatchScanned(List.of(), "test"));
    await("scan of " + vm + " judged")
        .until(() -> service.verdict(vm) != null && service.verdict(vm).admitted());
    return vm;
  }

  private List<Decision> atOnce(List<String> vms, String host) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(vms.size())) {
      List<Callable<Decision>> calls =
          vms.stream().<Callable<Decision>>map(vm -> () -> service.review(vm, host)).toList();
      List<Decision> decisions = new ArrayList<>();
      for (Future<Decision> answer : callers.invokeAll(calls)) {
        decisions.add(answer.get());
      }
      return decisions;
    }
  }
}
