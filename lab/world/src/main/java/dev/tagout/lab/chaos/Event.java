package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.AccessObserved;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.NetworkObserved;
import dev.tagout.contracts.event.NicUse;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.StorageObserved;
import dev.tagout.contracts.event.SystemObserved;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An observation as a scanner sends it.
 *
 * @param group of facts that it fills
 */
record Event(UUID id, EventType type, String group, String subject, Instant time, JsonNode data) {
  private static final String SOURCE = "/scanner/chaos";

  static Event scan(UUID id, String vm, Instant time, List<String> missing) {
    return of(id, EventType.VM_PATCH_SCANNED, "patch", vm, time, patches(missing));
  }

  static Event hostScan(UUID id, String host, Instant time, List<String> missing) {
    return of(id, EventType.HOST_PATCH_SCANNED, "patch", host, time, patches(missing));
  }

  private static PatchScanned patches(List<String> missing) {
    return new PatchScanned(
        missing.stream()
            .map(update -> new MissingUpdate(update, UpdateSeverity.CRITICAL, null, null))
            .toList(),
        "chaos");
  }

  /** What protects a VM from inside, all of it as it should be. */
  static Event protection(UUID id, String vm, Instant time) {
    return of(
        id,
        EventType.VM_PROTECTION_OBSERVED,
        "protection",
        vm,
        time,
        new ProtectionObserved(
            new ProtectionObserved.Antivirus(true, true, time),
            new ProtectionObserved.Encryption(false),
            true,
            new ProtectionObserved.Health(true, time)));
  }

  static Event system(UUID id, String host, Instant time) {
    return of(
        id,
        EventType.HOST_SYSTEM_OBSERVED,
        "system",
        host,
        time,
        new SystemObserved(
            "minimal",
            "13",
            List.of("libvirt", "kvm"),
            List.of(),
            new SystemObserved.HostAntivirus(false, null),
            null));
  }

  static Event network(UUID id, String host, Instant time) {
    return of(
        id,
        EventType.HOST_NETWORK_OBSERVED,
        "network",
        host,
        time,
        new NetworkObserved(
            List.of(
                new NetworkObserved.HostNic(
                    "mgmt0", NicUse.MANAGEMENT, "management", null, "br-mgmt"),
                new NetworkObserved.HostNic(
                    "trunk0", NicUse.GUEST, "guests", List.of(120), "guests"))));
  }

  static Event storage(UUID id, String host, Instant time) {
    return of(
        id,
        EventType.HOST_STORAGE_OBSERVED,
        "storage",
        host,
        time,
        new StorageObserved(
            new StorageObserved.Tpm(true, true),
            List.of(new StorageObserved.Volume("/var/lib/libvirt", true, true, "luks"))));
  }

  static Event access(UUID id, String host, Instant time) {
    return of(
        id,
        EventType.HOST_ACCESS_OBSERVED,
        "access",
        host,
        time,
        new AccessObserved(List.of("hoster")));
  }

  private static Event of(
      UUID id, EventType type, String group, String subject, Instant time, EventData data) {
    return new Event(id, type, group, subject, time, Json.toTree(data));
  }

  Map<String, Object> asCloudEvent() {
    return Map.of(
        "specversion",
        "1.0",
        "id",
        id.toString(),
        "source",
        SOURCE,
        "type",
        type.wireName(),
        "subject",
        subject,
        "time",
        time.toString(),
        "data",
        data);
  }
}
