package dev.tagout.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.fleet.Facts;
import dev.tagout.lab.fleet.Fleet;
import dev.tagout.lab.fleet.Fleet.Place;
import dev.tagout.lab.fleet.Fleet.Start;
import dev.tagout.lab.fleet.UnexpectedException;
import dev.tagout.lab.fleet.Verdicts;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The scenes, on whatever fleet. A fleet with one host has those that need no second one. */
final class Scenes {
  private static final Duration LAST_NIGHT = Duration.ofHours(2);
  private static final Duration WAIVED_FOR = Duration.ofSeconds(8);

  private final Fleet fleet;
  private final Facts facts;
  private final Verdicts verdicts;
  private final PolicyCopy policies;
  private final Authoring authoring;
  private final Waivers waivers;
  private final Auditor auditor;

  /**
   * @param tokens of the local users
   */
  Scenes(
      World world,
      Fleet fleet,
      PolicyCopy policies,
      Authoring authoring,
      Path tokens,
      Auditor auditor) {
    Api policy = new Api(world.url(Program.POLICY_EVALUATION));
    this.fleet = fleet;
    this.facts = new Facts(new Api(world.url(Program.COLLECTOR)), policy);
    this.verdicts = new Verdicts(policy, new Api(world.url(Program.REMEDIATION)));
    this.policies = policies;
    this.authoring = authoring;
    this.waivers = new Waivers(policy, tokens);
    this.auditor = auditor;
  }

  /** Hosts, VMs, what is assigned to them, and last night's scans. */
  void prepare() throws InterruptedException {
    assign(Place.PUBLIC, "public");
    assign(Place.INTERNAL, "internal");
    assign(Place.RESTRICTED, "restricted");
    vm("web-01", Place.INTERNAL, "internal", "shop");
    vm("db-01", Place.INTERNAL, "internal", "shop");
    vm("kiosk-01", Place.INTERNAL, "public", "marketing");
    vm("vault-02", lowest(), "restricted", "treasury");
    if (fleet.hasHostOf(Place.RESTRICTED)) {
      vm("site-01", Place.PUBLIC, "public", "marketing");
      vm("site-02", Place.PUBLIC, "public", "marketing");
      vm("web-02", Place.INTERNAL, "internal", "shop");
      vm("vault-01", Place.PUBLIC, "restricted", "treasury");
      vm("batch-01", Place.RESTRICTED, "public", "data");
      vm("ledger-01", Place.RESTRICTED, "internal", "data");
    }
    facts.scan(
        fleet.vmId("web-01"), Duration.ZERO, update("KB5044288", 40), update("KB5043080", 70));
    awaitOutcome("web-01", "DENIED");
    awaitOutcome("db-01", "ALLOWED");
    awaitOutcome("kiosk-01", "ALLOWED");
    awaitOutcome("vault-02", "DENIED");
  }

  List<Scene> all() {
    List<Scene> scenes = new ArrayList<>();
    scenes.add(
        new Scene(
            "a VM that misses security updates does not start",
            "web-01 is refused, and the person at the terminal reads why",
            () -> refused("web-01", "misses 2 security updates")));
    scenes.add(
        new Scene(
            "the updates are installed, and a new scan says so",
            "the same VM starts on the same host",
            this::scannedVmStarts));
    scenes.add(
        new Scene(
            "a second tier on one host",
            "kiosk-01 is public and is refused on "
                + fleet.hostName(Place.INTERNAL)
                + ", where an internal VM runs",
            () -> refused("kiosk-01", "may not share host")));
    scenes.add(highTier());
    scenes.add(
        new Scene(
            "two starts at the same moment on an empty host, of two tiers",
            "exactly one of " + pair().getFirst() + " and " + pair().getLast() + " gets in",
            this::exactlyOneGetsIn));
    scenes.add(
        new Scene(
            "somebody removes the start hook, and an unfit VM starts",
            "vault-02 runs for a moment, is found to be a bypass, and is powered off",
            this::bypassIsPoweredOff));
    scenes.add(
        new Scene(
            "a parameter of the policies is edited",
            "the verdict of db-01 flips without a restart, and flips back",
            this::editedParameterFlipsVerdict));
    scenes.add(
        new Scene(
            "a changed rule is tried on the record, activated, and taken back",
            "impact names db-01, activate flips its verdict, rollback restores it",
            this::changedRuleIsTriedActivatedAndTakenBack));
    scenes.add(
        new Scene(
            "a waiver from request to expiry",
            "alice asks, may not approve it herself, bob does; db-01 starts until it expires",
            this::waiverFromRequestToExpiry));
    scenes.add(
        new Scene(
            "an auditor asks what happened",
            "the record is as it was sealed, and a report of the story is written",
            () -> "the report is in " + auditor.report()));
    return scenes;
  }

  private String scannedVmStarts() throws InterruptedException {
    facts.scan(fleet.vmId("web-01"), Duration.ZERO);
    awaitOutcome("web-01", "ALLOWED");
    return started("web-01");
  }

  private Scene highTier() {
    if (fleet.hasHostOf(Place.RESTRICTED)) {
      return new Scene(
          "a restricted VM on a public host",
          "vault-01 is refused on alpha, and starts on charlie, which is restricted",
          this::highTierNeedsHighHost);
    }
    return new Scene(
        "a restricted VM on an internal host",
        "vault-02 is refused",
        () -> refused("vault-02", "is only internal"));
  }

  private String highTierNeedsHighHost() throws InterruptedException {
    String refusal = refused("vault-01", "is only public");
    fleet.move("vault-01", Place.RESTRICTED);
    awaitOutcome("vault-01", "ALLOWED");
    String start = started("vault-01");
    stop("vault-01");
    return refusal + "\n" + start;
  }

  /** Two VMs of different tiers on a host where nothing runs. */
  private List<String> pair() {
    return fleet.hasHostOf(Place.RESTRICTED)
        ? List.of("batch-01", "ledger-01")
        : List.of("kiosk-01", "db-01");
  }

  private String exactlyOneGetsIn() throws InterruptedException {
    if (!fleet.hasHostOf(Place.RESTRICTED)) {
      stop("web-01");
    }
    List<Start> starts = new ArrayList<>();
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Start> start :
          both.invokeAll(
              pair().stream()
                  .<java.util.concurrent.Callable<Start>>map(vm -> () -> fleet.start(vm))
                  .toList())) {
        starts.add(start.get());
      }
    } catch (ExecutionException e) {
      throw new UnexpectedException("a start failed: " + e.getCause());
    }
    UnexpectedException.unless(
        starts.getFirst().runs() != starts.getLast().runs(), "the starts came to " + starts);
    String winner = starts.getFirst().runs() ? pair().getFirst() : pair().getLast();
    Start refused = starts.getFirst().runs() ? starts.getLast() : starts.getFirst();
    stop(winner);
    return winner + " got in\n" + refused.text();
  }

  private String bypassIsPoweredOff() throws InterruptedException {
    fleet.hook(false);
    try {
      Start start = fleet.start("vault-02");
      UnexpectedException.unless(start.runs(), "the start came to " + start.text());
      JsonNode run = verdicts.awaitRun(fleet.vmId("vault-02"), "succeeded");
      UnexpectedException.unless(!fleet.runs("vault-02"), "vault-02 runs");
      return "remediation "
          + run.path("reason").asText()
          + "\nexposed for "
          + run.path("exposureMillis").asLong()
          + " ms, from the start that the hypervisor reported until it was off";
    } finally {
      fleet.hook(true);
    }
  }

  private String editedParameterFlipsVerdict() throws InterruptedException {
    awaitOutcome("db-01", "ALLOWED");
    long edited = System.nanoTime();
    policies.edit("patch/scan_stale", "max_age_hours: 168", "max_age_hours: 1");
    JsonNode denied = awaitOutcome("db-01", "DENIED");
    long flipped = System.nanoTime();
    policies.edit("patch/scan_stale", "max_age_hours: 1\n", "max_age_hours: 168\n");
    awaitOutcome("db-01", "ALLOWED");
    return "%.1f s after the edit: %s%nand with the old value again: ALLOWED"
        .formatted((flipped - edited) / 1e9, denied.path("message").asText());
  }

  private String changedRuleIsTriedActivatedAndTakenBack() throws InterruptedException {
    Path bundle =
        authoring.build(
            "rules/patch/scan_stale.rego",
            "times.hours(_parameters.max_age_hours)",
            "times.hours(1)");
    JsonNode impact = authoring.post("/v1/policies/impact?since=1h", bundle);
    JsonNode hit = find(impact.at("/newlyDenied/vms"), fleet.vmId("db-01"));
    UnexpectedException.unless(hit != null, "impact did not name db-01: " + impact);
    JsonNode activated = authoring.post("/v1/policies/activate?force=true", bundle);
    awaitOutcome("db-01", "DENIED");
    JsonNode back = authoring.post("/v1/policies/rollback?force=true");
    awaitOutcome("db-01", "ALLOWED");
    return "impact: of %d decisions %d VMs would newly be refused, db-01 by %s%n"
            .formatted(
                impact.path("replayed").asInt(),
                impact.at("/newlyDenied/vms").size(),
                hit.path("rules"))
        + "activated %s: db-01 DENIED%nreturned to %s: db-01 ALLOWED"
            .formatted(activated.path("revision").asText(), back.path("revision").asText());
  }

  private static JsonNode find(JsonNode vms, String id) {
    for (JsonNode vm : vms) {
      if (vm.path("id").asText().equals(id)) {
        return vm;
      }
    }
    return null;
  }

  private String waiverFromRequestToExpiry() throws InterruptedException {
    facts.scan(fleet.vmId("db-01"), Duration.ZERO, update("KB5044288", 40));
    awaitOutcome("db-01", "DENIED");
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(WAIVED_FOR);
    JsonNode waiver =
        waivers.request(
            "alice", fleet.vmId("db-01"), "patch/missing_security_updates", "OPS-4711", end);
    String id = waiver.path("id").asText();
    JsonNode refused = waivers.refusedApproval("alice", id);
    waivers.approve("bob", id);
    awaitOutcome("db-01", "WAIVED");
    String start = started("db-01");
    stop("db-01");
    awaitOutcome("db-01", "DENIED");
    UnexpectedException.unless(!Instant.now().isBefore(end), "the waiver ended too early");
    return "alice: "
        + refused.path("detail").asText()
        + "\nbob approved it until "
        + end
        + "; "
        + start
        + "\nafter that instant: "
        + refused("db-01", "misses 1 security update");
  }

  private String refused(String vm, String why) throws InterruptedException {
    Start start = fleet.start(vm);
    UnexpectedException.unless(!start.runs(), vm + " started");
    UnexpectedException.unless(start.text().contains(why), vm + " was refused: " + start.text());
    return start.text();
  }

  private String started(String vm) throws InterruptedException {
    Start start = fleet.start(vm);
    UnexpectedException.unless(start.runs(), vm + " was refused: " + start.text());
    verdicts.await(
        fleet.vmId(vm), "running", verdict -> verdict.path("placement").asText().equals("running"));
    return vm + " runs";
  }

  private void stop(String vm) throws InterruptedException {
    fleet.stop(vm);
    verdicts.await(
        fleet.vmId(vm),
        "running no more",
        verdict -> !verdict.path("placement").asText().equals("running"));
  }

  private JsonNode awaitOutcome(String vm, String outcome) throws InterruptedException {
    return verdicts.awaitOutcome(fleet.vmId(vm), outcome);
  }

  private Place lowest() {
    return fleet.hasHostOf(Place.PUBLIC) ? Place.PUBLIC : Place.INTERNAL;
  }

  private void assign(Place place, String tier) throws InterruptedException {
    if (fleet.hasHostOf(place)) {
      facts.assignHost(fleet.hostId(place), tier);
      facts.harden(fleet.hostId(place));
    }
  }

  private void vm(String name, Place place, String tier, String owner) throws InterruptedException {
    fleet.define(name, place);
    facts.assignVm(fleet.vmId(name), tier, owner);
    facts.scan(fleet.vmId(name), LAST_NIGHT);
    facts.protect(fleet.vmId(name));
  }

  private static MissingUpdate update(String id, int daysAgo) {
    return new MissingUpdate(
        id,
        UpdateSeverity.CRITICAL,
        Instant.now().truncatedTo(ChronoUnit.DAYS).minus(daysAgo, ChronoUnit.DAYS),
        null);
  }
}
