package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * One rule that is not met.
 *
 * @param rule {@code <category>/<name>}
 * @param message one sentence for a person
 * @param fix what to do about it
 * @param controls such as {@code nist-800-53:SI-2}
 * @param details the facts that were judged, an object
 * @param waivedBy id of the waiver that covers it, else null
 */
public record Violation(
    String rule,
    EnforcementAction action,
    Severity severity,
    ViolationKind kind,
    String message,
    String fix,
    SubjectOfViolation subject,
    List<String> controls,
    JsonNode details,
    RemediationAction remediation,
    @JsonInclude(JsonInclude.Include.ALWAYS) String waivedBy) {
  public Violation {
    Require.text(rule, 200, "rule");
    Require.present(action, "action");
    Require.present(severity, "severity");
    Require.present(kind, "kind");
    Require.text(message, 10_000, "message");
    Require.present(subject, "subject");
    controls = Require.list(controls, "controls");
    details = details == null || details.isNull() ? JsonNodeFactory.instance.objectNode() : details;
    Require.present(remediation, "remediation");
  }

  /**
   * The same violation under another waiver.
   *
   * @param waiver its id; null: under none
   */
  public Violation waivedBy(String waiver) {
    return new Violation(
        rule,
        action,
        severity,
        kind,
        message,
        fix,
        subject,
        controls,
        details,
        remediation,
        waiver);
  }

  /** Whether it stands in the way of a start: intended to deny, and no waiver covers it. */
  public boolean denies() {
    return waivedBy == null && intendsDenial();
  }

  /** Whether its author intends to deny. An action that nobody knows is taken for a denial. */
  public boolean intendsDenial() {
    return switch (action) {
      case DENY, UNRECOGNIZED -> true;
      case WARN, DRYRUN -> false;
    };
  }
}
