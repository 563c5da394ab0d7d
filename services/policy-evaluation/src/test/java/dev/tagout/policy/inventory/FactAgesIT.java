package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmRemoved;
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

/** How old facts are is told of what is there, and not of what is gone. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class FactAgesIT {
  private static final InventoryMeters.Kept PATCHES = new InventoryMeters.Kept("VM", "patch");

  @Inject Service service;
  @Inject Inventory inventory;
  @Inject Database database;

  private final String vm = "test:" + Ids.next();
  private final String host = "test:" + Ids.next();

  private final Instant scanned = Instant.now().minus(Duration.ofHours(2));

  @BeforeEach
  void oldScanOfAPlacedVm() {
    service.awaitReady();
    database.call(on -> on.update("DELETE FROM fact"));
    apply(
        EventType.HOST_CONNECTED,
        host,
        Instant.now().minusSeconds(60),
        new HostConnected("host", List.of(Service.off(vm))));
    apply(EventType.VM_PATCH_SCANNED, vm, scanned, new PatchScanned(List.of(), "test"));
  }

  @Test
  void factsOfAVmThatIsThereCount() {
    // When
    InventoryMeters.Ages ages = ages();

    // Then
    assertThat(List.of(ages.median(), ages.most(), ages.oldest()))
        .allSatisfy(
            at -> assertThat(at).isBetween(scanned.minusSeconds(1), scanned.plusSeconds(1)));
  }

  @Test
  void factsOfAVmThatIsGoneDoNotCount() {
    // When
    apply(EventType.VM_REMOVED, vm, Instant.now(), new VmRemoved(new HostId(host)));

    // Then
    assertThat(ages()).isNull();
  }

  private InventoryMeters.Ages ages() {
    return database.call(InventoryMeters::facts).get(PATCHES);
  }

  private void apply(EventType type, String subject, Instant at, EventData data) {
    inventory.apply(
        List.of(new TagoutEvent(Ids.next(), URI.create("/test"), type, subject, at, data)));
  }
}
