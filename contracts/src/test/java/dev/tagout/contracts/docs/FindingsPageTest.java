package dev.tagout.contracts.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.finding.BypassFinding;
import dev.tagout.contracts.finding.BypassFinding.UnadmittedRun;
import dev.tagout.contracts.finding.ComplianceFinding;
import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.finding.Life;
import dev.tagout.contracts.finding.RemediationFinding;
import dev.tagout.contracts.finding.StartFinding;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsPageTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");
  private static final VmId VM = new VmId("libvirt:0f3c9a52-7d1e-4b8e-9a55-2f8f0c6d1e11");
  private static final DecisionId DECISION = new DecisionId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e");
  private static final String LIFE = "01a20d7a-c3c4-74b2-b1f0-4f291cb16d71";
  private static final RunId RUN = new RunId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d70");

  @Test
  void thePageOfFindingsIsCurrent() throws IOException {
    // Given
    StringBuilder page =
        new StringBuilder(
            ReferencePage.heading(
                "Findings", "what the mappings in dev.tagout.contracts.finding write"));
    page.append(
        "The values of `tagout.findings.v1`: events of [OCSF](https://ocsf.io) 1.8.0, one a record."
            + " What OCSF has no field for is in `unmapped`.\n");

    // When
    section(page, "A start that was refused", "API Activity", StartFinding.of(refused(), "alice"));
    section(
        page,
        "A rule that a VM does not meet",
        "Compliance Finding",
        ComplianceFinding.of(
            new Life(
                LIFE, VM + "|patch/missing_security_updates|vm", 1, Life.Stage.OPENED, AT, 1, AT),
            refused().violations(),
            refused(),
            DECISION,
            "alice"));
    section(
        page,
        "A VM that runs though nobody admitted it",
        "Detection Finding",
        BypassFinding.of(
            new Life(LIFE, VM + "|run|17", 1, Life.Stage.OPENED, AT, 1, AT),
            new UnadmittedRun("17", refused().host(), AT),
            refused(),
            DECISION,
            "alice"));
    section(
        page,
        "A VM that was powered off",
        "Remediation Activity",
        RemediationFinding.of(poweredOff(), RUN + "/succeeded", AT));

    // Then
    ReferencePage.check("findings.md", page.toString());
  }

  private static void section(StringBuilder page, String title, String type, Finding finding)
      throws JsonProcessingException {
    String json =
        Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(finding.event());
    page.append(
        "\n## %s\n\n%s, class %d, key `%s`, `ce_id` `%s`:\n\n```json\n%s\n```\n"
            .formatted(
                title,
                type,
                finding.event().path("class_uid").asInt(),
                finding.key(),
                finding.id(),
                json));
  }

  private static Decision refused() {
    return new Decision(
        DECISION,
        Outcome.DENIED,
        false,
        Point.POWER_ON,
        Operation.START,
        new VmRef(VM, "web-01", "internal"),
        new HostRef(new HostId("libvirt:host-a"), "host-a", "restricted", "finance"),
        List.of(
            new Violation(
                "patch/missing_security_updates",
                EnforcementAction.DENY,
                Severity.HIGH,
                ViolationKind.VIOLATED,
                "web-01 misses 2 security updates: KB5043080, KB5044288",
                "Install them on a maintenance host, then scan again.",
                SubjectOfViolation.VM,
                List.of("nist-800-53:SI-2", "disa:SRG-OS-000368-VMM"),
                null,
                RemediationAction.POWER_OFF,
                null)),
        "tagout: web-01 may not start on host-a: web-01 misses 2 security updates: KB5043080,"
            + " KB5044288 [patch/missing_security_updates].",
        Enforcement.ENFORCE,
        AT,
        null,
        "7ebd86d849bb9bfc",
        "bob",
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static RemediationOutcome poweredOff() {
    return new RemediationOutcome(
        RUN,
        DECISION,
        VM,
        new HostId("libvirt:host-a"),
        Trigger.BYPASS,
        RemediationAction.POWER_OFF,
        RunStatus.SUCCEEDED,
        "powered off: web-01 on host-a runs though no decision admitted it",
        1,
        AT,
        AT,
        1500L,
        null,
        null,
        null);
  }
}
