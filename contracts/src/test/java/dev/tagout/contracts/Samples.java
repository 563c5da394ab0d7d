package dev.tagout.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import dev.tagout.contracts.event.AccessObserved;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HookState;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.NetworkObserved;
import dev.tagout.contracts.event.NicUse;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.StorageObserved;
import dev.tagout.contracts.event.SystemObserved;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassChange;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.policy.BreakGlassState;
import dev.tagout.contracts.policy.PolicyActivated;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverChange;
import dev.tagout.contracts.policy.WaiverChanged;
import dev.tagout.contracts.policy.WaiverSelector;
import dev.tagout.contracts.policy.WaiverState;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.contracts.signature.SigningKey;
import dev.tagout.contracts.topic.MessageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every record that crosses a process boundary, once with all that it can say, once with least. */
public final class Samples {
  private static final VmId VM = new VmId("libvirt:0f3c1a52-7d0e-4b7e-9a53-2f0c8d1e6b11");
  private static final HostId HOST = new HostId("libvirt:host-a");
  private static final HostId OTHER_HOST = new HostId("libvirt:host-b");
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456Z");
  private static final DecisionId DECISION = new DecisionId("019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b");
  private static final RunId RUN = new RunId("019ab0d4-5a77-7b0a-8f2e-1c9d0e7f6a5b");
  private static final WaiverId WAIVER = new WaiverId("019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b");
  private static final BreakGlassId BREAK_GLASS =
      new BreakGlassId("019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b");
  private static final List<MissingUpdate> MISSING =
      List.of(
          new MissingUpdate("KB5044288", UpdateSeverity.CRITICAL, AT, "cumulative update"),
          new MissingUpdate("DSA-5779-1", UpdateSeverity.LOW, null, null));

  /**
   * A sample of what a CloudEvents type carries.
   *
   * @param full whether every field is set
   */
  public record Sample(String type, Object value, boolean full) {
    @Override
    public String toString() {
      return type + (full ? ", full" : ", least");
    }
  }

  private Samples() {}

  /** All of them. */
  public static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    add(
        all,
        EventType.VM_DEFINED,
        new VmDefined(
            "web-01",
            HOST,
            new VmConfiguration(
                "internal",
                "shop",
                List.of("alice"),
                List.of(new VmConfiguration.Nic("guest-120", 120, "52:54:00:12:34:56")),
                List.of(new VmConfiguration.Disk("/srv/web-01.qcow2", true)),
                true,
                "debian-13")),
        new VmDefined("web-01", HOST, null));
    add(
        all,
        EventType.VM_STARTED,
        new VmStarted(HOST, StartCause.RESTORE, "4711"),
        new VmStarted(HOST, null, null));
    add(
        all,
        EventType.VM_STOPPED,
        new VmStopped(HOST, StopCause.CRASHED),
        new VmStopped(HOST, null));
    add(
        all,
        EventType.VM_MIGRATED,
        new VmMigrated(HOST, OTHER_HOST, "4711"),
        new VmMigrated(HOST, OTHER_HOST, null));
    add(all, EventType.VM_REMOVED, new VmRemoved(HOST), new VmRemoved(HOST));
    add(
        all,
        EventType.VM_PATCH_SCANNED,
        new PatchScanned(MISSING, "osquery"),
        new PatchScanned(List.of(), null));
    add(
        all,
        EventType.VM_PROTECTION_OBSERVED,
        new ProtectionObserved(
            new ProtectionObserved.Antivirus(true, false, AT),
            new ProtectionObserved.Encryption(true),
            false,
            new ProtectionObserved.Health(true, AT)),
        new ProtectionObserved(null, null, null, null));
    add(
        all,
        EventType.HOST_CONNECTED,
        new HostConnected(
            "host-a", List.of(new ListedVm(VM, "web-01", RunState.PAUSED, "4711")), true),
        new HostConnected("host-a", List.of()));
    add(
        all,
        EventType.HOST_DISCONNECTED,
        new HostDisconnected("connection reset"),
        new HostDisconnected(null));
    add(all, EventType.HOST_REMOVED, new HostRemoved(), new HostRemoved());
    add(
        all,
        EventType.HOST_SYSTEM_OBSERVED,
        new SystemObserved(
            "server-core",
            "10.0.26100",
            List.of("hyper-v"),
            List.of("agent"),
            new SystemObserved.HostAntivirus(true, "Sensor"),
            new SystemObserved.StartHook(HookState.INSTALLED, Hash.sha256())),
        new SystemObserved(null, null, null, null, null, null));
    add(
        all,
        EventType.HOST_PATCH_SCANNED,
        new PatchScanned(MISSING, "osquery"),
        new PatchScanned(List.of(), null));
    add(
        all,
        EventType.HOST_NETWORK_OBSERVED,
        new NetworkObserved(
            List.of(
                new NetworkObserved.HostNic(
                    "trunk0", NicUse.GUEST, "dc", List.of(120, 130), "br-guest"),
                new NetworkObserved.HostNic("mgmt0", NicUse.MANAGEMENT, null, null, null))),
        new NetworkObserved(List.of()));
    add(
        all,
        EventType.HOST_STORAGE_OBSERVED,
        new StorageObserved(
            new StorageObserved.Tpm(true, false),
            List.of(new StorageObserved.Volume("/srv/vms", true, true, "luks2"))),
        new StorageObserved(null, null));
    add(
        all,
        EventType.HOST_ACCESS_OBSERVED,
        new AccessObserved(List.of("alice", "bob")),
        new AccessObserved(List.of()));
    for (String type : List.of(MessageType.DECISION_MADE, MessageType.VERDICT_CHANGED)) {
      all.add(new Sample(type, fullDecision(), true));
      all.add(new Sample(type, leastDecision(), false));
    }
    all.add(
        new Sample(
            MessageType.REMEDIATION_OUTCOME,
            new RemediationOutcome(
                RUN,
                DECISION,
                VM,
                HOST,
                Trigger.BYPASS,
                RemediationAction.POWER_OFF,
                RunStatus.SUCCEEDED,
                "stopped",
                2,
                AT,
                AT.plusSeconds(2),
                33_000L,
                HoldCause.LIMIT,
                "alice",
                "bob"),
            true));
    all.add(
        new Sample(
            MessageType.REMEDIATION_OUTCOME,
            new RemediationOutcome(
                RUN,
                DECISION,
                VM,
                null,
                Trigger.DRIFT,
                RemediationAction.NOTIFY,
                RunStatus.HELD,
                "waits for a person",
                0,
                AT,
                null,
                null,
                null,
                null,
                null),
            false));
    all.add(
        new Sample(
            MessageType.POLICY_ACTIVATED,
            new PolicyActivated("2026.11.4", "2026.11.3", AT, "alice", true, true, 2),
            true));
    all.add(
        new Sample(
            MessageType.POLICY_ACTIVATED,
            new PolicyActivated("2026.11.3", null, AT, "file:bundle.tar.gz", false, false, null),
            false));
    all.add(
        new Sample(
            MessageType.WAIVER_CHANGED,
            new WaiverChanged(WaiverChange.REVOKED, AT, "carol", fullWaiver()),
            true));
    all.add(
        new Sample(
            MessageType.WAIVER_CHANGED,
            new WaiverChanged(WaiverChange.REQUESTED, AT, "alice", leastWaiver()),
            false));
    all.add(
        new Sample(
            MessageType.BREAK_GLASS_CHANGED,
            new BreakGlassChanged(BreakGlassChange.USED, AT, "libvirt", fullBreakGlass()),
            true));
    all.add(
        new Sample(
            MessageType.BREAK_GLASS_CHANGED,
            new BreakGlassChanged(BreakGlassChange.REQUESTED, AT, null, leastBreakGlass()),
            false));
    all.add(new Sample(MessageType.RECORD_SEALED, seal(Optional.of(SigningKey.generate())), true));
    all.add(new Sample(MessageType.RECORD_SEALED, seal(Optional.empty()), false));
    return List.copyOf(all);
  }

  /** Those with every field set. */
  public static List<Sample> full() {
    return all().stream().filter(Sample::full).toList();
  }

  private static void add(List<Sample> all, EventType type, Object full, Object least) {
    all.add(new Sample(type.wireName(), full, true));
    all.add(new Sample(type.wireName(), least, false));
  }

  private static Seal seal(Optional<SigningKey> key) {
    return Seal.make(1, 1, 3, Hash.sha256(), Hash.NONE, AT, key);
  }

  private static Waiver fullWaiver() {
    return new Waiver(
        WAIVER,
        WaiverState.REVOKED,
        List.of("patch/scan_stale", "tier/mixed"),
        VM,
        new WaiverSelector("internal", "team-web", "finance"),
        HOST,
        "the scanner is being replaced",
        "OPS-4711",
        "team-web",
        "alice",
        AT,
        "bob",
        AT.plusSeconds(60),
        AT.plusSeconds(3600),
        AT.plusSeconds(7200),
        "carol",
        AT.plusSeconds(120),
        "the scanner is back");
  }

  private static Waiver leastWaiver() {
    return new Waiver(
        WAIVER,
        WaiverState.REQUESTED,
        List.of("patch/scan_stale"),
        null,
        null,
        HOST,
        "the scanner is being replaced",
        null,
        null,
        "alice",
        AT,
        null,
        null,
        AT,
        AT.plusSeconds(7200),
        null,
        null,
        null);
  }

  private static BreakGlass fullBreakGlass() {
    return new BreakGlass(
        BREAK_GLASS,
        BreakGlassState.USED,
        VM,
        HOST,
        "the till of the shop is down",
        "OPS-4711",
        15,
        "alice",
        AT,
        "bob",
        AT.plusSeconds(60),
        AT.plusSeconds(960),
        AT.plusSeconds(120),
        HOST,
        DECISION,
        "carol",
        AT.plusSeconds(180),
        "the till is up");
  }

  private static BreakGlass leastBreakGlass() {
    return new BreakGlass(
        BREAK_GLASS,
        BreakGlassState.REQUESTED,
        VM,
        null,
        "the till of the shop is down",
        null,
        15,
        "alice",
        AT,
        null,
        null,
        AT.plusSeconds(3600),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Decision fullDecision() {
    JsonNode details =
        JsonNodeFactory.instance.objectNode().set("missing", JsonNodeFactory.instance.arrayNode());
    return new Decision(
        DECISION,
        Outcome.WAIVED,
        true,
        Point.STANDING,
        Operation.START,
        new VmRef(VM, "web-01", "internal"),
        new HostRef(HOST, "host-a", "restricted", "finance"),
        List.of(
            new Violation(
                "patch/missing_security_updates",
                EnforcementAction.DENY,
                Severity.HIGH,
                ViolationKind.VIOLATED,
                "web-01 misses 1 security update",
                "Install it.",
                SubjectOfViolation.VM,
                List.of("nist-800-53:SI-2"),
                details,
                RemediationAction.POWER_OFF,
                "w-1")),
        "allowed by a waiver",
        Enforcement.ENFORCE,
        AT,
        AT.plusSeconds(60),
        "2026.11.3",
        "alice",
        Placement.RUNNING,
        true,
        false,
        "4711",
        AT.minusSeconds(60),
        BREAK_GLASS,
        new TicketId("01931f5e-7a00-7000-8000-0000000000aa"));
  }

  private static Decision leastDecision() {
    return new Decision(
        DECISION,
        Outcome.INDETERMINATE,
        false,
        Point.POWER_ON,
        Operation.RESUME,
        new VmRef(VM, null, null),
        null,
        null,
        "no answer",
        Enforcement.OBSERVE,
        AT,
        null,
        "2026.11.3",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
