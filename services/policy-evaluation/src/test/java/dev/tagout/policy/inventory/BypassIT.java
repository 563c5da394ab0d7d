package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What counts as a bypass: a fact about reservations and listings, not a comparison of clocks. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class BypassIT {
  @Inject Service service;

  private String vm;
  private String host;
  private Instant now;

  @BeforeEach
  void fitVmOnFitHost(TestInfo test) {
    service.awaitReady();
    String name = test.getTestMethod().orElseThrow().getName();
    vm = "test:" + name;
    host = "test:host-of-" + name;
    now = Instant.now();
    service.assignVm(vm, Map.of("tier", "internal"));
    service.assignHost(host, Map.of("tier", "internal"));
  }

  @Test
  void aStartThatNobodyAwaitedIsOne() {
    // Given
    list(-30, off());
    scan();

    // When
    started(0, "run-1");

    // Then
    assertThat(awaitRunning("run-1").isBypass()).isTrue();
  }

  @Test
  void anAdmittedStartIsNone() {
    // Given
    list(-30, off());
    scan();
    await("admitted").until(() -> service.review(vm, host).admitted());

    // When
    started(0, "run-1");
    started(1, "run-1");

    // Then
    assertThat(awaitRunning("run-1").isBypass()).isFalse();
  }

  @Test
  void whatRanBeforeItsHostWasFirstListedIsAdopted() {
    // When
    list(-30, running("run-1"));

    // Then
    Decision verdict = awaitRunning("run-1");
    assertThat(verdict.isBypass()).isFalse();
    assertThat(verdict.isDrift()).isTrue();
  }

  @Test
  void whatIsFoundRunningAfterAGapIsOne() {
    // Given
    list(-30, off());

    // When
    list(-10, running("run-1"));

    // Then
    assertThat(awaitRunning("run-1").isBypass()).isTrue();
  }

  @Test
  void whatIsFoundRunningAfterAGapAndWasAdmittedIsNone() {
    // Given
    list(-30, off());
    scan();
    await("admitted").until(() -> service.review(vm, host).admitted());

    // When
    list(1, running("run-1"));

    // Then
    assertThat(awaitRunning("run-1").isBypass()).isFalse();
  }

  @Test
  void aListingOfARunThatIsKnownChangesNothing() {
    // Given
    list(-30, running("run-1"));
    Decision before = awaitRunning("run-1");

    // When
    list(-10, running("run-1"));
    list(-5, running("run-1"));
    scan();

    // Then
    await("scan judged").untilAsserted(() -> assertThat(service.verdict(vm).isDrift()).isFalse());
    Decision after = service.verdict(vm);
    assertThat(after.isBypass()).isFalse();
    assertThat(after.runningSince()).isEqualTo(before.runningSince());
  }

  /** The stop of the run before, delivered late, must not take the place of the next start. */
  @Test
  void aLateStopDoesNotTurnTheNextStartIntoOne() {
    // Given
    list(-30, running("run-1"));
    scan();
    awaitRunning("run-1");
    await("admitted").until(() -> service.review(vm, host).admitted());

    // When
    service.send(
        EventType.VM_STOPPED,
        vm,
        now.minusSeconds(1),
        new VmStopped(new HostId(host), StopCause.SHUTDOWN));
    started(1, "run-2");

    // Then
    assertThat(awaitRunning("run-2").isBypass()).isFalse();
  }

  @Test
  void aReportThatComesTwiceAndLateIsOneRun() {
    // Given
    list(-30, off());
    TagoutEvent start = start(-5, "run-1");
    TagoutEvent stop =
        new TagoutEvent(
            "stop-of-" + vm,
            URI.create("/test"),
            EventType.VM_STOPPED,
            vm,
            now.minusSeconds(3),
            new VmStopped(new HostId(host), StopCause.DESTROYED));

    // When
    service.send(stop, start, start, stop);

    // Then
    await("off")
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).placement()).isEqualTo(Placement.DEFINED);
            });
  }

  @Test
  void whoIsNotInAListingIsNotThere() {
    // Given
    list(-30, running("run-1"));
    awaitRunning("run-1");

    // When
    list(-10);

    // Then
    await("gone")
        .untilAsserted(() -> assertThat(service.verdict(vm).placement()).isEqualTo(Placement.LAST));
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

  private void list(int second, ListedVm... vms) {
    service.send(
        EventType.HOST_CONNECTED,
        host,
        now.plusSeconds(second),
        new HostConnected("host", List.of(vms)));
    await("listed").until(() -> service.isListedAt(host, now.plusSeconds(second)));
  }

  private ListedVm off() {
    return new ListedVm(new VmId(vm), "vm", RunState.SHUT_OFF, null);
  }

  private ListedVm running(String instance) {
    return new ListedVm(new VmId(vm), "vm", RunState.RUNNING, instance);
  }

  private void scan() {
    service.send(
        EventType.VM_PATCH_SCANNED, vm, now.minusSeconds(20), new PatchScanned(List.of(), "test"));
  }

  private void started(int second, String instance) {
    service.send(start(second, instance));
  }

  private TagoutEvent start(int second, String instance) {
    return new TagoutEvent(
        "start-" + second + "-of-" + vm,
        URI.create("/test"),
        EventType.VM_STARTED,
        vm,
        now.plusSeconds(second),
        new VmStarted(new HostId(host), StartCause.BOOT, instance));
  }
}
