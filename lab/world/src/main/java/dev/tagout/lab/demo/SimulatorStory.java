package dev.tagout.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The story on the simulator: a small fleet on three hosts. {@code alpha} is public, {@code bravo}
 * internal, {@code charlie} restricted.
 */
final class SimulatorStory {
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  private final Api simulator;
  private final Facts facts;
  private final Verdicts verdicts;
  private final PolicyCopy policies;

  SimulatorStory(World world, PolicyCopy policies) {
    Api policy = new Api(world.url(Program.POLICY_EVALUATION));
    this.simulator = new Api(world.url(Program.SIMULATOR));
    this.facts = new Facts(new Api(world.url(Program.COLLECTOR)), policy);
    this.verdicts = new Verdicts(policy, new Api(world.url(Program.REMEDIATION)));
    this.policies = policies;
  }

  /** Hosts, VMs, what is assigned to them, and last night's scans. */
  void prepare() throws InterruptedException {
    host("alpha", "public");
    host("bravo", "internal");
    host("charlie", "restricted");
    vm("site-01", "alpha", "public", "marketing");
    vm("site-02", "alpha", "public", "marketing");
    vm("web-01", "bravo", "internal", "shop");
    vm("web-02", "bravo", "internal", "shop");
    vm("db-01", "bravo", "internal", "shop");
    vm("kiosk-01", "bravo", "public", "marketing");
    vm("vault-01", "alpha", "restricted", "treasury");
    vm("vault-02", "alpha", "restricted", "treasury");
    vm("batch-01", "charlie", "public", "data");
    vm("ledger-01", "charlie", "internal", "data");
    facts.scan(id("web-01"), TWO_HOURS, update("KB5044288", 40), update("KB5043080", 70));
    for (String fit :
        List.of(
            "site-01",
            "site-02",
            "web-02",
            "db-01",
            "kiosk-01",
            "vault-01",
            "vault-02",
            "batch-01",
            "ledger-01")) {
      facts.scan(id(fit), TWO_HOURS);
    }
    awaitOutcome("ledger-01", "ALLOWED");
    awaitOutcome("web-01", "DENIED");
    awaitOutcome("vault-01", "DENIED");
  }

  List<Scene> scenes() {
    return List.of(
        new Scene(
            "a VM that misses security updates does not start",
            "web-01 is refused, and the person at the terminal reads why",
            this::unpatchedVmIsRefused),
        new Scene(
            "the updates are installed and a new scan says so",
            "the same VM starts on the same host",
            this::scannedVmStarts),
        new Scene(
            "a restricted VM on a public host",
            "vault-01 is refused on alpha and starts on charlie, which is restricted",
            this::highTierNeedsHighHost),
        new Scene(
            "a second tier on one host",
            "kiosk-01 is public and is refused on bravo, where an internal VM runs",
            this::secondTierIsRefused),
        new Scene(
            "two starts at the same moment on an empty host, of two tiers",
            "exactly one of batch-01 and ledger-01 gets in, whichever it is",
            this::exactlyOneGetsIn),
        new Scene(
            "somebody removes the start hook, and an unfit VM starts",
            "vault-02 runs on alpha for a moment, is found to be a bypass, and is powered off",
            this::bypassIsPoweredOff),
        new Scene(
            "a parameter of the policies is edited",
            "the verdict of db-01 flips without a restart, and flips back",
            this::editedParameterFlipsVerdict));
  }

  private String unpatchedVmIsRefused() throws InterruptedException {
    return refused("web-01", "patch/missing_security_updates");
  }

  private String scannedVmStarts() throws InterruptedException {
    facts.scan(id("web-01"), Duration.ZERO);
    awaitOutcome("web-01", "ALLOWED");
    return started("web-01", "bravo");
  }

  private String highTierNeedsHighHost() throws InterruptedException {
    String refusal = refused("vault-01", "tier/host_below_vm");
    simulator.put("/v1/vms/vault-01", Map.of("host", "charlie"));
    awaitOutcome("vault-01", "ALLOWED");
    String start = started("vault-01", "charlie");
    stop("vault-01");
    return refusal + "\n" + start;
  }

  private String secondTierIsRefused() throws InterruptedException {
    return refused("kiosk-01", "tier/mixed");
  }

  private String exactlyOneGetsIn() throws InterruptedException {
    List<Api.Answer> answers = new ArrayList<>();
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Answer>> starts =
          both.invokeAll(
              List.of(
                  () -> simulator.post("/v1/vms/batch-01/start"),
                  () -> simulator.post("/v1/vms/ledger-01/start")));
      for (Future<Api.Answer> start : starts) {
        answers.add(start.get());
      }
    } catch (ExecutionException e) {
      throw new UnexpectedException("a start failed: " + e.getCause());
    }
    List<Api.Answer> refused = answers.stream().filter(a -> a.status() == 403).toList();
    UnexpectedException.unless(
        refused.size() == 1 && answers.stream().filter(Api.Answer::isOk).count() == 1,
        "the answers were " + answers);
    String winner = answers.getFirst().isOk() ? "batch-01" : "ledger-01";
    stop(winner);
    return winner + " got in\n" + refused.getFirst().body().path("detail").asText();
  }

  private String bypassIsPoweredOff() throws InterruptedException {
    simulator.put("/v1/faults", Map.of("hook", "missing"));
    try {
      Api.Answer start = simulator.post("/v1/vms/vault-02/start");
      UnexpectedException.unless(start.isOk(), "the start answered " + start.body());
      JsonNode run = verdicts.awaitRun(id("vault-02"), "succeeded");
      String state = simulator.get("/v1/vms/vault-02").body().path("state").asText();
      UnexpectedException.unless(state.equals("shut-off"), "vault-02 is " + state);
      return "vault-02 started around the gate and was powered off by remediation run "
          + run.path("runId").asText()
          + "\nexposed for "
          + run.path("exposureMillis").asLong()
          + " ms, from the start that the hypervisor reported until it was off";
    } finally {
      simulator.put("/v1/faults", Map.of("hook", "present"));
    }
  }

  private String editedParameterFlipsVerdict() throws InterruptedException {
    awaitOutcome("db-01", "ALLOWED");
    long edited = System.nanoTime();
    policies.edit("max_age_hours: 168", "max_age_hours: 1");
    JsonNode denied = awaitOutcome("db-01", "DENIED");
    long flipped = System.nanoTime();
    policies.edit("max_age_hours: 1\n", "max_age_hours: 168\n");
    awaitOutcome("db-01", "ALLOWED");
    return "%.1f s after the edit: %s%nand with the old value again: ALLOWED"
        .formatted((flipped - edited) / 1e9, denied.path("message").asText());
  }

  private String refused(String vm, String rule) throws InterruptedException {
    Api.Answer answer = simulator.post("/v1/vms/" + vm + "/start");
    UnexpectedException.unless(answer.status() == 403, vm + " answered " + answer.body());
    List<String> rules = answer.body().path("decision").path("violations").findValuesAsText("rule");
    UnexpectedException.unless(rules.contains(rule), vm + " was refused for " + rules);
    return answer.body().path("detail").asText();
  }

  private String started(String vm, String host) throws InterruptedException {
    Api.Answer answer = simulator.post("/v1/vms/" + vm + "/start");
    UnexpectedException.unless(answer.isOk(), vm + " answered " + answer.body());
    verdicts.awaitVm(id(vm), "running on " + host, seen -> runsOn(seen, host));
    return vm + " runs on " + host;
  }

  private void stop(String vm) throws InterruptedException {
    simulator.post("/v1/vms/" + vm + "/stop");
    verdicts.awaitVm(id(vm), "running nowhere", seen -> !seen.toString().contains("\"running\""));
  }

  private static boolean runsOn(JsonNode vm, String host) {
    for (JsonNode placement : vm.path("placements")) {
      if (placement.path("state").asText().equals("running")
          && placement.path("host").asText().equals(id(host))) {
        return true;
      }
    }
    return false;
  }

  private JsonNode awaitOutcome(String vm, String outcome) throws InterruptedException {
    return verdicts.await(
        id(vm), outcome, verdict -> verdict.path("outcome").asText().equals(outcome));
  }

  private void host(String name, String tier) throws InterruptedException {
    simulator.put("/v1/hosts/" + name, Map.of());
    facts.assignHost(id(name), tier);
  }

  private void vm(String name, String host, String tier, String owner) throws InterruptedException {
    simulator.put("/v1/vms/" + name, Map.of("host", host));
    facts.assignVm(id(name), tier, owner);
  }

  private static String id(String name) {
    return "simulator:" + name;
  }

  private static MissingUpdate update(String id, int daysAgo) {
    return new MissingUpdate(
        id,
        UpdateSeverity.CRITICAL,
        Instant.now().truncatedTo(ChronoUnit.DAYS).minus(daysAgo, ChronoUnit.DAYS),
        null);
  }
}
