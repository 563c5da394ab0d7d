package dev.tagout.lab.fleet;

import dev.tagout.contracts.event.AccessObserved;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.NetworkObserved;
import dev.tagout.contracts.event.NetworkObserved.HostNic;
import dev.tagout.contracts.event.NicUse;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.StorageObserved;
import dev.tagout.contracts.event.SystemObserved;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells the collector and the inventory what scanners and security officers would. */
public final class Facts {
  private final Api collector;
  private final Api policy;

  public Facts(Api collector, Api policy) {
    this.collector = collector;
    this.policy = policy;
  }

  /** A patch scan of a VM, made a while ago. */
  public void scan(String vm, Duration ago, MissingUpdate... missing) throws InterruptedException {
    tell(event(EventType.VM_PATCH_SCANNED, vm, ago, new PatchScanned(List.of(missing), "nightly")));
  }

  /** What protects a VM from inside, all of it as it should be. */
  public void protect(String vm) throws InterruptedException {
    Instant now = Instant.now();
    tell(
        event(
            EventType.VM_PROTECTION_OBSERVED,
            vm,
            Duration.ZERO,
            new ProtectionObserved(
                new ProtectionObserved.Antivirus(true, true, now),
                new ProtectionObserved.Encryption(false),
                true,
                new ProtectionObserved.Health(true, now))));
  }

  /** A host as it should be: minimal, patched, with a management NIC, encrypted volumes, a TPM. */
  public void harden(String host) throws InterruptedException {
    tell(
        event(
            EventType.HOST_SYSTEM_OBSERVED,
            host,
            Duration.ZERO,
            new SystemObserved(
                "minimal",
                "13",
                List.of("libvirt", "kvm"),
                List.of(),
                new SystemObserved.HostAntivirus(false, null),
                null)),
        event(
            EventType.HOST_PATCH_SCANNED,
            host,
            Duration.ZERO,
            new PatchScanned(List.of(), "nightly")),
        event(
            EventType.HOST_NETWORK_OBSERVED,
            host,
            Duration.ZERO,
            new NetworkObserved(
                List.of(
                    new HostNic("mgmt0", NicUse.MANAGEMENT, "management", null, "br-mgmt"),
                    new HostNic("trunk0", NicUse.GUEST, "guests", List.of(120), "guests")))),
        event(
            EventType.HOST_STORAGE_OBSERVED,
            host,
            Duration.ZERO,
            new StorageObserved(
                new StorageObserved.Tpm(true, true),
                List.of(new StorageObserved.Volume("/var/lib/libvirt", true, true, "luks")))),
        event(
            EventType.HOST_ACCESS_OBSERVED,
            host,
            Duration.ZERO,
            new AccessObserved(List.of("hoster"))));
  }

  private static Map<String, Object> event(
      EventType type, String subject, Duration ago, EventData data) {
    return Map.of(
        "specversion", "1.0",
        "id", Ids.next(),
        "source", "/scanner/nightly",
        "type", type.wireName(),
        "subject", subject,
        "time", Instant.now().minus(ago).toString(),
        "data", Json.toTree(data));
  }

  private void tell(Map<?, ?>... events) throws InterruptedException {
    Api.Answer answer =
        collector.post("/v1/events", List.of(events), "application/cloudevents-batch+json");
    UnexpectedException.unless(answer.isOk(), "the facts were not taken: " + answer.body());
  }

  public void assignVm(String vm, String tier, String owner) throws InterruptedException {
    policy.put(
        "/v1/vms/" + vm + "/assignment",
        Map.of(
            "tier",
            tier,
            "owner",
            owner,
            "contact",
            owner + "@example.org",
            "admins",
            List.of(owner + "-admin")));
  }

  public void assignHost(String host, String tier) throws InterruptedException {
    policy.put("/v1/hosts/" + host + "/assignment", Map.of("tier", tier));
  }
}
