package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RemediationFindingTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");
  private static final DecisionId DECISION = new DecisionId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e");
  private static final RunId RUN = new RunId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d70");

  @Test
  void tellsOfAVmThatWasStopped() {
    // When
    Finding finding =
        RemediationFinding.of(
            outcome(RunStatus.SUCCEEDED, RemediationAction.POWER_OFF, "stopped"), "id-1", AT);

    // Then
    assertThat(Ocsf.errors(finding.event())).isEmpty();
    assertThat(finding.event().path("type_uid").asLong()).isEqualTo(700102);
    assertThat(finding.event().path("status").asText()).isEqualTo("Success");
    assertThat(finding.event().path("disposition").asText()).isEqualTo("Corrected");
    assertThat(finding.event().path("command_uid").asText()).isEqualTo(RUN.value());
    assertThat(finding.event().at("/metadata/correlation_uid").asText())
        .isEqualTo(DECISION.value());
    assertThat(finding.event().at("/unmapped/exposure_ms").asLong()).isEqualTo(1500);
  }

  @Property(tries = 300)
  void isValidWhateverBecameOfTheRun(
      @ForAll RunStatus status, @ForAll RemediationAction action, @ForAll String reason) {
    // When
    Finding finding = RemediationFinding.of(outcome(status, action, "r" + reason), "id-1", AT);

    // Then
    assertThat(Ocsf.errors(finding.event())).isEmpty();
  }

  private static RemediationOutcome outcome(
      RunStatus status, RemediationAction action, String reason) {
    return new RemediationOutcome(
        RUN,
        DECISION,
        new VmId("libvirt:0f3c"),
        new HostId("libvirt:host-a"),
        Trigger.BYPASS,
        action,
        status,
        reason,
        1,
        AT,
        AT,
        1500L,
        HoldCause.LIMIT,
        "alice",
        null);
  }
}
