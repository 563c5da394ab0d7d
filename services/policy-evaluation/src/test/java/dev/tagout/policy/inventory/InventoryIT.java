package dev.tagout.policy.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whatever the order of events, and however often each comes, the inventory is the same. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class InventoryIT {
  @Inject Service service;
  @Inject Inventory inventory;

  private String vm;
  private String host;
  private final Instant now = Instant.now();

  @BeforeEach
  void ids(TestInfo test) {
    service.awaitReady();
    String name = test.getTestMethod().orElseThrow().getName();
    vm = "test:" + name + "-vm";
    host = "test:" + name + "-host";
  }

  @Test
  void everyOrderOfTheSameEventsLeadsToTheSameInventory() {
    // Given
    Random random = new Random(42);
    List<String> ends = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      String id = vm + "-" + round;
      String on = host + "-" + round;
      List<TagoutEvent> events =
          new ArrayList<>(
              List.of(
                  event(-60, EventType.HOST_CONNECTED, on, new HostConnected("old", List.of())),
                  event(-50, EventType.VM_DEFINED, id, new VmDefined("vm", new HostId(on), null)),
                  event(-40, EventType.VM_STARTED, id, started(on, "run-1")),
                  event(-30, EventType.VM_REMOVED, id, new VmRemoved(new HostId(on))),
                  event(-20, EventType.VM_PATCH_SCANNED, id, new PatchScanned(List.of(), "new")),
                  event(-25, EventType.VM_PATCH_SCANNED, id, missing("OLD-1")),
                  event(-15, EventType.VM_DEFINED, id, new VmDefined("vm", new HostId(on), null)),
                  event(
                      -10,
                      EventType.HOST_CONNECTED,
                      on,
                      new HostConnected(
                          "new",
                          List.of(new ListedVm(new VmId(id), "vm", RunState.SHUT_OFF, null)))),
                  event(-5, EventType.VM_STARTED, id, started(on, "run-2"))));
      events.addAll(List.copyOf(events));
      Collections.shuffle(events, random);

      // When
      events.forEach(event -> inventory.apply(List.of(event)));
      ends.add(
          (given().get("/v1/vms/{id}", id).path("placements.state")
              + " "
              + given().get("/v1/vms/{id}", id).path("placements.runningSince")
              + " "
              + given().get("/v1/vms/{id}", id).path("name")
              + " "
              + given().get("/v1/vms/{id}", id).path("facts.patch.facts")
              + " "
              + given().get("/v1/hosts/{id}", on).path("name")
              + " "
              + given().get("/v1/hosts/{id}", on).path("listedAt")
              + " "
              + given().get("/v1/hosts/{id}", on).path("connected")));
    }

    // Then
    assertThat(ends).containsOnly(ends.getFirst());
    assertThat(ends.getFirst()).startsWith("[running]").contains(" new ");
  }

  @Test
  void anOlderScanDoesNotTakeThePlaceOfANewer() {
    // Given
    service.assignVm(vm, Map.of("tier", "internal"));
    service.send(event(-10, EventType.VM_PATCH_SCANNED, vm, new PatchScanned(List.of(), "new")));
    awaitOutcome(Outcome.ALLOWED);

    // When
    service.send(
        event(-20, EventType.VM_PATCH_SCANNED, vm, missing("OLD-1")),
        event(-5, EventType.VM_DEFINED, vm, new VmDefined("applied", new HostId(host), null)));
    await("events applied")
        .until(() -> "applied".equals(given().get("/v1/vms/{id}", vm).path("name")));

    // Then
    String scanner = given().get("/v1/vms/{id}", vm).path("facts.patch.facts.scanner");
    assertThat(scanner).isEqualTo("new");
  }

  @Test
  void aHostThatIsRemovedTakesItsVmsAlong() {
    // Given
    service.send(
        event(
            -10,
            EventType.HOST_CONNECTED,
            host,
            new HostConnected(
                "host", List.of(new ListedVm(new VmId(vm), "vm", RunState.RUNNING, "run-1")))));
    await("running").until(() -> List.of(vm).equals(running()));

    // When
    service.send(event(-5, EventType.HOST_REMOVED, host, new HostRemoved()));

    // Then
    await("gone").until(() -> List.of().equals(running()));
    Boolean connected = given().get("/v1/hosts/{id}", host).path("connected");
    assertThat(connected).isFalse();
  }

  /** The verdict of a VM that is nowhere now is that on the host where it last was. */
  @Test
  void aChangeOfTheHostWhereItLastRanIsJudged() {
    // Given
    service.assignVm(vm, Map.of("tier", "internal"));
    service.assignHost(host, Map.of("tier", "internal"));
    service.send(event(-30, EventType.HOST_CONNECTED, host, new HostConnected("host", List.of())));
    service.send(
        event(-20, EventType.VM_PATCH_SCANNED, vm, new PatchScanned(List.of(), "test")),
        event(-15, EventType.VM_DEFINED, vm, new VmDefined("vm", new HostId(host), null)),
        event(-10, EventType.VM_REMOVED, vm, new VmRemoved(new HostId(host))));
    await("last there")
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).placement())
                  .isEqualTo(dev.tagout.contracts.decision.Placement.LAST);
              assertThat(service.verdict(vm).outcome()).isEqualTo(Outcome.ALLOWED);
            });

    // When
    service.assignHost(host, Map.of("tier", "public"));

    // Then
    assertThat(awaitOutcome(Outcome.DENIED).violations())
        .extracting("rule")
        .containsExactly("tier/host_below_vm");
  }

  /** A start that is reported before anything else of a VM leaves it without a name. */
  @Test
  void aNameThatIsLearntLaterIsJudged() {
    // Given
    service.send(event(-20, EventType.VM_STARTED, vm, started(host, "run-1")));
    await("judged without a name").until(() -> service.verdict(vm) != null);

    // When
    service.send(
        event(
            -10,
            EventType.HOST_CONNECTED,
            host,
            new HostConnected(
                "host", List.of(new ListedVm(new VmId(vm), "web", RunState.RUNNING, "run-1")))));

    // Then
    await("judged with a name")
        .untilAsserted(() -> assertThat(service.verdict(vm).vm().name()).isEqualTo("web"));
  }

  private List<String> running() {
    return given().get("/v1/hosts/{id}", host).path("running");
  }

  private Decision awaitOutcome(Outcome outcome) {
    await(vm + " " + outcome)
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).outcome()).isEqualTo(outcome);
            });
    return service.verdict(vm);
  }

  private TagoutEvent event(int second, EventType type, String subject, EventData data) {
    return new TagoutEvent(
        type + "-" + second, URI.create("/test"), type, subject, now.plusSeconds(second), data);
  }

  private static VmStarted started(String host, String instance) {
    return new VmStarted(new HostId(host), StartCause.BOOT, instance);
  }

  private static PatchScanned missing(String id) {
    return new PatchScanned(
        List.of(new MissingUpdate(id, UpdateSeverity.CRITICAL, null, null)), "old");
  }
}
