package dev.tagout.lab.fleet;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
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
    Map<String, Object> event =
        Map.of(
            "specversion", "1.0",
            "id", Ids.next(),
            "source", "/scanner/nightly",
            "type", EventType.VM_PATCH_SCANNED.wireName(),
            "subject", vm,
            "time", Instant.now().minus(ago).toString(),
            "data", Json.toTree(new PatchScanned(List.of(missing), "nightly")));
    Api.Answer answer = collector.post("/v1/events", event, "application/cloudevents+json");
    UnexpectedException.unless(answer.isOk(), "the scan was not taken: " + answer.body());
  }

  public void assignVm(String vm, String tier, String owner) throws InterruptedException {
    policy.put(
        "/v1/vms/" + vm + "/assignment",
        Map.of("tier", tier, "owner", owner, "contact", owner + "@example.org"));
  }

  public void assignHost(String host, String tier) throws InterruptedException {
    policy.put("/v1/hosts/" + host + "/assignment", Map.of("tier", tier));
  }
}
