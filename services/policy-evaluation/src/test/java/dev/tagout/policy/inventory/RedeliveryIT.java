package dev.tagout.policy.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.event.EventData;
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
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record, and a whole batch, that Kafka delivers again changes nothing. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class RedeliveryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Service service;
  @Inject Database database;

  private final String vm = "test:" + Ids.next();
  private final String host = "test:" + Ids.next();
  private final Instant now = Instant.now();

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void changesNothingTheSecondTime() {
    // Given
    TagoutEvent[] batch = {
      event(EventType.HOST_CONNECTED, host, -60, new HostConnected("h", List.of(Service.off(vm)))),
      event(
          EventType.VM_STARTED, vm, -50, new VmStarted(new HostId(host), StartCause.BOOT, "run-1")),
      event(EventType.VM_PATCH_SCANNED, vm, -40, new PatchScanned(List.of(), "test")),
      event(EventType.VM_STOPPED, vm, -30, new VmStopped(new HostId(host), StopCause.SHUTDOWN)),
      event(
          EventType.VM_STARTED, vm, -20, new VmStarted(new HostId(host), StartCause.BOOT, "run-2")),
      event(EventType.VM_PATCH_SCANNED, vm, -10, new PatchScanned(List.of(), "test"))
    };
    service.send(batch);
    probe(1);
    String before = state();

    // When
    service.send(batch);
    service.send(batch[4], batch[4], batch[0], batch[5], batch[3]);

    // Then
    probe(2);
    assertThat(state()).isEqualTo(before);
    assertThat(before).contains("run-2", "RUNNING");
  }

  /** Behind everything that was sent about the VM and its host; returns when it was handled. */
  private void probe(int n) {
    String last = Ids.next();
    service.send(
        new TagoutEvent(
            last,
            URI.create("/test"),
            EventType.HOST_PATCH_SCANNED,
            host,
            now.plusSeconds(n),
            new PatchScanned(List.of(), "test")));
    Instant newer = now.plusSeconds(n);
    service.send(
        new TagoutEvent(
            last,
            URI.create("/test"),
            EventType.VM_PATCH_SCANNED,
            vm,
            newer,
            new PatchScanned(List.of(), "test")));
    await("probe handled")
        .atMost(PATIENCE)
        .until(
            () ->
                database
                        .call(
                            on ->
                                on.first(
                                    "SELECT count(*) FROM fact WHERE event_id = ?",
                                    row -> row.getInt(1),
                                    last))
                        .orElseThrow()
                    == 2);
    await("judged")
        .atMost(PATIENCE)
        .until(() -> given().get("/v1/vms/{id}/verdict", vm).statusCode() == 200);
  }

  private String state() {
    return database
        .call(
            on ->
                on.first(
                    "SELECT (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.vm_id, p.host_id) FROM"
                        + " placement p WHERE p.vm_id = ?)::text || (SELECT to_jsonb(h) - 'version'"
                        + " FROM host h WHERE h.id = ?)::text",
                    row -> row.getString(1),
                    vm,
                    host))
        .orElseThrow();
  }

  private TagoutEvent event(EventType type, String subject, int seconds, EventData data) {
    return new TagoutEvent(
        Ids.next(), URI.create("/test"), type, subject, now.plusSeconds(seconds), data);
  }
}
