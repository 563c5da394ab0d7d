package dev.tagout.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
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

  @Inject Service service;
  @Inject Gate gate;
  @Inject TestClock clock;

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
  void askingElsewhereGivesThePlaceBackOnceAStartWouldHaveBeenReported() {
    // Given
    service.emptyHost("test:here", "restricted");
    service.emptyHost("test:there", "restricted");
    String first = fit("test:elsewhere-1", "public");
    String second = fit("test:elsewhere-2", "internal");
    service.review(first, "test:here");

    // When
    Decision there = service.review(first, "test:there");
    Decision atOnce = service.review(second, "test:here");
    clock.advance(Duration.ofSeconds(16));

    // Then
    assertThat(there.admitted()).isTrue();
    assertThat(atOnce.admitted()).isFalse();
    await("place free").until(() -> service.review(second, "test:here").admitted());
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
