package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.id.DecisionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplianceFindingTest {
  private static final DecisionId RECORDED = new DecisionId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e");
  private static final Instant SINCE = Instant.parse("2026-11-29T09:00:00Z");

  private final Decision verdict = new Hostile(1).decision();

  @Test
  void tellsWhichControlsAViolationTouches() {
    // Given
    Violation violation = violation(EnforcementAction.DENY, null);

    // When
    Finding finding =
        ComplianceFinding.of(
            life(Life.Stage.OPENED, 1), List.of(violation), verdict, RECORDED, "alice");

    // Then
    ObjectNode event = finding.event();
    assertThat(Ocsf.errors(event)).isEmpty();
    assertThat(finding.id()).isEqualTo("f-1/1");
    assertThat(event.path("type_uid").asLong()).isEqualTo(200301);
    assertThat(event.path("status").asText()).isEqualTo("New");
    assertThat(event.path("severity").asText()).isEqualTo("High");
    assertThat(event.at("/compliance/status").asText()).isEqualTo("Fail");
    assertThat(event.at("/compliance/control").asText()).isEqualTo("nist-800-53:SI-2");
    assertThat(event.at("/compliance/standards"))
        .map(Object::toString)
        .containsExactly("\"nist-800-53\"", "\"disa\"");
    assertThat(event.at("/finding_info/uid").asText()).isEqualTo("f-1");
    assertThat(event.at("/metadata/correlation_uid").asText()).isEqualTo(RECORDED.value());
    assertThat(event.at("/remediation/desc").asText()).isEqualTo("Install it.");
    assertThat(event.has("count")).isFalse();
  }

  @Test
  void isSuppressedByAWaiver() {
    // When
    ObjectNode event = event(Life.Stage.CHANGED, 1, violation(EnforcementAction.DENY, "w-1"));

    // Then
    assertThat(event.path("status").asText()).isEqualTo("Suppressed");
    assertThat(event.path("is_alert").asBoolean(true)).isFalse();
    assertThat(event.at("/unmapped/waived_by").asText()).isEqualTo("w-1");
  }

  @Test
  void isNoFailureThatWarns() {
    // When
    ObjectNode event = event(Life.Stage.OPENED, 1, violation(EnforcementAction.WARN, null));

    // Then
    assertThat(event.at("/compliance/status").asText()).isEqualTo("Warning");
    assertThat(event.path("is_alert").asBoolean(true)).isFalse();
  }

  @Test
  void endsAndSaysForHowManyChangesItStands() {
    // When
    ObjectNode event = event(Life.Stage.RESOLVED, 7, violation(EnforcementAction.DENY, null));

    // Then
    assertThat(event.path("type_uid").asLong()).isEqualTo(200303);
    assertThat(event.path("status").asText()).isEqualTo("Resolved");
    assertThat(event.at("/compliance/status").asText()).isEqualTo("Pass");
    assertThat(event.path("count").asInt()).isEqualTo(7);
    assertThat(event.path("start_time").asLong())
        .isEqualTo(SINCE.plus(Duration.ofMinutes(1)).toEpochMilli());
    assertThat(event.at("/metadata/sequence").asInt()).isEqualTo(1);
  }

  private ObjectNode event(Life.Stage stage, int changes, Violation violation) {
    ObjectNode event =
        ComplianceFinding.of(life(stage, changes), List.of(violation), verdict, RECORDED, null)
            .event();
    assertThat(Ocsf.errors(event)).isEmpty();
    return event;
  }

  private static Life life(Life.Stage stage, int changes) {
    return new Life(
        "f-1",
        "libvirt:0f3c|patch/missing|vm",
        1,
        stage,
        SINCE,
        changes,
        SINCE.plus(Duration.ofMinutes(1)));
  }

  private static Violation violation(EnforcementAction action, String waivedBy) {
    return new Violation(
        "patch/missing_security_updates",
        action,
        Severity.HIGH,
        ViolationKind.VIOLATED,
        "web-01 misses 1 security update",
        "Install it.",
        SubjectOfViolation.VM,
        List.of("nist-800-53:SI-2", "disa:SRG-OS-000368-VMM"),
        null,
        RemediationAction.NOTIFY,
        waivedBy);
  }
}
