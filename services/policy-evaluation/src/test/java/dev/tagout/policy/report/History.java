package dev.tagout.policy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Decisions that a generator makes up, the same for the same seed: every outcome at every
 * enforcement, with what admits against policy, and verdicts of runs. They are recorded as the
 * service records its own.
 */
final class History {
  static final List<String> RULES =
      List.of(
          "patch/missing_security_updates",
          "patch/scan_stale",
          "patch/unknown",
          "tier/host_below_vm",
          "tier/unknown");

  private static final List<String> FACTS =
      List.of(
          "vm.patch",
          "vm.admins",
          "vm.configuration.image",
          "vm.configuration.nics",
          "vm.configuration.tpm",
          "vm.protection.antivirus.installed",
          "vm.protection.encryption.insideGuest",
          "vm.protection.health.attested",
          "vm.protection.ipsec",
          "host.access.administrators",
          "host.group",
          "host.network",
          "host.patch",
          "host.storage.tpm.present",
          "host.storage.volumes",
          "host.system.antivirus.installed",
          "host.system.applications",
          "host.system.edition",
          "host.system.roles",
          "host.system.startHook.state",
          "residents");

  private static final List<String> TIERS = List.of("public", "internal", "restricted");
  private static final List<String> OWNERS = List.of("finance", "shop", "data");

  private final List<Decision> decisions = new ArrayList<>();
  private final Random random;
  private final String revision;

  History(long seed, String revision) {
    this.random = new Random(seed);
    this.revision = revision;
  }

  List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  /** The tier of a VM, always the same. */
  static String tierOf(int vm) {
    return TIERS.get(vm % TIERS.size());
  }

  static String ownerOf(VmId vm) {
    return OWNERS.get(Math.floorMod(vm.value().hashCode(), OWNERS.size()));
  }

  /** So many decisions of some VMs between two instants, in the order of their times. */
  History fill(int count, int vms, Instant from, Instant to) {
    long millis = Duration.between(from, to).toMillis();
    random
        .longs(count, 0, millis)
        .sorted()
        .forEach(at -> decisions.add(one(random.nextInt(vms), from.plusMillis(at))));
    return this;
  }

  History add(Decision decision) {
    decisions.add(decision);
    return this;
  }

  private Decision one(int vm, Instant at) {
    List<Violation> violations = new ArrayList<>();
    for (String rule : RULES) {
      if (random.nextInt(4) == 0) {
        violations.add(violation(rule));
      }
    }
    boolean undecided = random.nextInt(12) == 0;
    boolean denied = violations.stream().anyMatch(Violation::denies);
    boolean intended = violations.stream().anyMatch(Violation::intendsDenial);
    Outcome outcome =
        undecided
            ? Outcome.INDETERMINATE
            : denied ? Outcome.DENIED : intended ? Outcome.WAIVED : Outcome.ALLOWED;
    boolean observed = random.nextInt(5) == 0;
    boolean fits = outcome == Outcome.ALLOWED || outcome == Outcome.WAIVED;
    boolean open = undecided && random.nextBoolean();
    boolean verdict = random.nextInt(3) == 0;
    BreakGlassId glass =
        !fits && !observed && !open && !verdict && random.nextInt(6) == 0
            ? BreakGlassId.next()
            : null;
    TicketId ticket =
        !verdict && glass == null && !undecided && random.nextInt(8) == 0 ? TicketId.next() : null;
    return decision(
        vm,
        at,
        verdict ? Point.STANDING : Point.POWER_ON,
        outcome,
        fits || observed || open || glass != null,
        undecided ? List.of() : violations,
        observed ? Enforcement.OBSERVE : Enforcement.ENFORCE,
        null,
        null,
        glass,
        ticket);
  }

  private Violation violation(String rule) {
    EnforcementAction action =
        switch (random.nextInt(6)) {
          case 0 -> EnforcementAction.WARN;
          case 1 -> EnforcementAction.DRYRUN;
          default -> EnforcementAction.DENY;
        };
    return new Violation(
        rule,
        action,
        Severity.HIGH,
        random.nextInt(4) == 0 ? ViolationKind.UNKNOWN : ViolationKind.VIOLATED,
        "not as " + rule + " demands",
        "fix it",
        SubjectOfViolation.VM,
        List.of(),
        JsonNodeFactory.instance.objectNode(),
        RemediationAction.NOTIFY,
        random.nextInt(5) == 0 ? UUID.randomUUID().toString() : null);
  }

  /** A verdict of a VM that runs. */
  Decision running(int vm, Instant at, Instant since, boolean bypass, Violation... violations) {
    return decision(
        vm,
        at,
        Point.STANDING,
        violations.length > 0 ? Outcome.DENIED : Outcome.ALLOWED,
        violations.length == 0,
        List.of(violations),
        Enforcement.ENFORCE,
        bypass,
        since,
        null,
        null);
  }

  /** A verdict without an answer, of a VM that runs though nothing admitted it. */
  Decision undecided(int vm, Instant at, Instant since) {
    return decision(
        vm,
        at,
        Point.STANDING,
        Outcome.INDETERMINATE,
        false,
        List.of(),
        Enforcement.ENFORCE,
        true,
        since,
        null,
        null);
  }

  /** A verdict of a VM that is placed on no host. */
  Decision nowhere(int vm, Instant at, Violation... violations) {
    Decision placed = running(vm, at, null, false, violations);
    ObjectNode body = (ObjectNode) Json.toTree(placed);
    body.remove(List.of("host", "placement", "bypass"));
    return Json.fromTree(body, Decision.class);
  }

  /** A start that is admitted of a VM whose tier nobody knows. */
  Decision withoutTier(int vm, Instant at) {
    ObjectNode body = (ObjectNode) Json.toTree(start(vm, at));
    body.withObject("/vm").remove("tier");
    return Json.fromTree(body, Decision.class);
  }

  Decision start(int vm, Instant at, Violation... violations) {
    return decision(
        vm,
        at,
        Point.POWER_ON,
        violations.length > 0 ? Outcome.DENIED : Outcome.ALLOWED,
        violations.length == 0,
        List.of(violations),
        Enforcement.ENFORCE,
        null,
        null,
        null,
        null);
  }

  static Violation denial(String rule) {
    return about(rule, SubjectOfViolation.VM, ViolationKind.VIOLATED, null);
  }

  static Violation about(
      String rule, SubjectOfViolation subject, ViolationKind kind, String waivedBy) {
    return new Violation(
        rule,
        EnforcementAction.DENY,
        Severity.HIGH,
        kind,
        "not as " + rule + " demands",
        "fix it",
        subject,
        List.of(),
        JsonNodeFactory.instance.objectNode(),
        RemediationAction.NOTIFY,
        waivedBy);
  }

  private Decision decision(
      int vm,
      Instant at,
      Point point,
      Outcome outcome,
      boolean admitted,
      List<Violation> violations,
      Enforcement enforcement,
      Boolean bypass,
      Instant runningSince,
      BreakGlassId glass,
      TicketId ticket) {
    return new Decision(
        new DecisionId(id(at, random).toString()),
        outcome,
        admitted,
        point,
        Operation.START,
        new VmRef(new VmId("test:vm-" + vm), "vm-" + vm, tierOf(vm)),
        new HostRef(new HostId("test:host-" + vm % 3), "host-" + vm % 3, null),
        violations,
        "a line",
        enforcement,
        at,
        null,
        revision,
        null,
        point == Point.STANDING
            ? runningSince == null ? Placement.DEFINED : Placement.RUNNING
            : null,
        bypass,
        null,
        null,
        runningSince,
        glass,
        ticket);
  }

  /** The groups of facts that were not there when a VM was judged: always the same. */
  static Set<String> missing(VmId vm) {
    int number = Integer.parseInt(vm.value().replaceAll(".*-", ""));
    return switch (number % 50) {
      case 41, 42, 43 -> Set.of("vm.patch");
      case 45 -> Set.of("residents");
      case 46 -> Set.of("host.tier", "vm.patch");
      // Of a tier that there is not.
      case 47 -> Set.of("host.tier");
      default -> Set.of();
    };
  }

  /** What policy was asked: all that a rule may need, but for what is missing. */
  private static ObjectNode input(Decision decision) {
    VmId vm = decision.vm().id();
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    for (String fact : FACTS) {
      ObjectNode at = input;
      String[] path = fact.split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) {
        at = at.withObject("/" + path[i]);
      }
      if (!missing(vm).contains(fact)) {
        // Known, and nothing: that is not missing.
        at.put(path[path.length - 1], false);
      } else if (vm.value().hashCode() % 2 == 0) {
        at.putNull(path[path.length - 1]);
      }
    }
    input.withObject("/vm").put("owner", ownerOf(vm));
    boolean isTierMissing = missing(vm).contains("host.tier");
    if (!isTierMissing || missing(vm).size() == 1) {
      input.withObject("/host").put("tier", isTierMissing ? "secret" : "restricted");
    }
    return input;
  }

  /** A UUIDv7 of an instant. */
  static UUID id(Instant at, Random random) {
    return new UUID(
        at.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
        0x8000000000000000L | random.nextLong() >>> 2);
  }

  /** Records them. */
  void record(Statements on) throws SQLException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Decision decision : decisions) {
      ObjectNode one = all.addObject();
      one.set("decision", Json.toTree(decision));
      one.set("input", input(decision));
    }
    on.rows(
        "SELECT put_decision(d -> 'decision', d -> 'input') FROM jsonb_array_elements(?::jsonb) AS d",
        row -> true,
        all);
  }
}
