package dev.tagout.policy.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.TestClock;
import dev.tagout.policy.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The standing verdict is kept current by events, by neighbours and by time alone. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class StandingVerdictIT {
  @Inject Service service;
  @Inject TestClock clock;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @AfterEach
  void backToNow() {
    clock.reset();
  }

  @Test
  void isDeniedByTimeAloneWhenTheScanGrowsStale() {
    // Given
    String vm = "test:grows-stale";
    service.assignVm(vm, Map.of("tier", "internal"));
    scan(vm, clock.instant());
    Decision fresh = awaitOutcome(vm, Outcome.ALLOWED);

    // When
    clock.advance(Duration.between(clock.instant(), fresh.validUntil()).plusSeconds(1));

    // Then
    assertThat(awaitOutcome(vm, Outcome.DENIED).violations())
        .extracting("rule")
        .containsExactly("patch/scan_stale");
  }

  @Test
  void isNotPublishedAgainWhenItComesOutEqual() {
    // Given
    String vm = "test:equal";
    service.assignVm(vm, Map.of("tier", "internal"));
    awaitOutcome(vm, Outcome.DENIED);
    Instant seen = clock.instant();
    scan(vm, seen);
    Decision before = awaitOutcome(vm, Outcome.ALLOWED);

    // When
    service.send(
        new TagoutEvent(
            "zz-" + Ids.next(),
            URI.create("/test"),
            EventType.VM_PATCH_SCANNED,
            vm,
            seen,
            new PatchScanned(List.of(), "test")));
    String other = "test:after-equal";
    service.assignVm(other, Map.of("tier", "internal"));
    scan(other, seen);
    awaitOutcome(other, Outcome.ALLOWED);

    // Then
    await("mark worked off").until(() -> service.marks(vm) == 1);
    assertThat(service.verdict(vm).decisionId()).isEqualTo(before.decisionId());
    assertThat(service.decisions(vm)).hasSize(2);
  }

  @Test
  void flipsWhenANeighbourOfAnotherTierStarts() {
    // Given
    String host = "test:shared-host";
    String mine = "test:neighbour-1";
    String theirs = "test:neighbour-2";
    service.assignHost(host, Map.of("tier", "restricted"));
    service.assignVm(mine, Map.of("tier", "public"));
    service.assignVm(theirs, Map.of("tier", "internal"));
    service.send(
        EventType.HOST_CONNECTED,
        host,
        clock.instant().minusSeconds(60),
        new HostConnected("shared", List.of(Service.off(mine), Service.off(theirs))));
    scan(mine, clock.instant());
    awaitOutcome(mine, Outcome.ALLOWED);

    // When
    service.send(
        EventType.VM_STARTED,
        theirs,
        clock.instant(),
        new VmStarted(new HostId(host), StartCause.BOOT, "run-1"));

    // Then
    assertThat(awaitOutcome(mine, Outcome.DENIED).violations())
        .extracting("rule")
        .containsExactly("tier/mixed");
  }

  @Test
  void tellsTheSiemOnceThatItDoesNotMeetARuleAndOnceThatItDoes() {
    // Given
    String vm = "test:life";
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));
    scan(vm, clock.instant().minus(Duration.ofDays(300)));
    awaitFindings(vm, "3004 Create", "2003 Create patch/scan_stale");

    // When
    scan(vm, clock.instant().minus(Duration.ofDays(299)));
    scan(vm, clock.instant());
    awaitOutcome(vm, Outcome.ALLOWED);

    // Then
    awaitFindings(vm, "3004 Create", "2003 Create patch/scan_stale", "2003 Close patch/scan_stale");
    List<JsonNode> life = findings(vm);
    assertThat(life.get(2).at("/finding_info/uid")).isEqualTo(life.get(1).at("/finding_info/uid"));
    assertThat(life.get(2).at("/metadata/correlation_uid").asText())
        .isEqualTo(service.verdict(vm).decisionId().value());
  }

  @Test
  void tellsTheSiemOfARunThatNobodyAdmitted() {
    // Given
    String vm = "test:bypasses";
    String host = "test:bypass-host";
    service.assignHost(host, Map.of("tier", "restricted"));
    service.assignVm(vm, Map.of("tier", "internal"));
    scan(vm, clock.instant());
    service.send(
        EventType.HOST_CONNECTED,
        host,
        clock.instant().minusSeconds(60),
        new HostConnected("bypassed", List.of(Service.off(vm))));
    awaitOutcome(vm, Outcome.ALLOWED);

    // When
    service.send(
        EventType.VM_STARTED,
        vm,
        clock.instant(),
        new VmStarted(new HostId(host), StartCause.BOOT, "run-7"));
    await("told").until(() -> codes(vm).contains("bypass.opened"));
    service.send(
        EventType.VM_STOPPED,
        vm,
        clock.instant(),
        new VmStopped(new HostId(host), StopCause.SHUTDOWN));

    // Then
    await("told").until(() -> codes(vm).contains("bypass.resolved"));
    assertThat(codes(vm)).filteredOn(code -> code.startsWith("bypass")).hasSize(2);
  }

  private static void awaitFindings(String vm, String... wanted) {
    await("findings")
        .untilAsserted(
            () ->
                assertThat(findings(vm))
                    .extracting(
                        f ->
                            (f.path("class_uid").asInt()
                                    + " "
                                    + f.path("activity_name").asText()
                                    + " "
                                    + f.at("/finding_info/analytic/uid").asText())
                                .strip())
                    .containsExactly(wanted));
  }

  private static List<String> codes(String vm) {
    return findings(vm).stream().map(f -> f.at("/metadata/event_code").asText()).toList();
  }

  private static List<JsonNode> findings(String vm) {
    return Topics.read(Topic.FINDINGS.topicName(), vm).stream()
        .map(record -> Json.tree(record.value()))
        .filter(f -> !f.at("/unmapped/kind").asText().equals("unknown"))
        .toList();
  }

  private void scan(String vm, Instant at) {
    service.send(EventType.VM_PATCH_SCANNED, vm, at, new PatchScanned(List.of(), "test"));
  }

  private Decision awaitOutcome(String vm, Outcome outcome) {
    await(vm + " " + outcome)
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).outcome()).isEqualTo(outcome);
            });
    return service.verdict(vm);
  }
}
