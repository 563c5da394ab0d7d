package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.remediation.RemediationOutcome;
import java.time.Instant;
import java.util.Locale;

/**
 * What was done to a VM as Remediation Activity (OCSF 1.8.0, class 7001) with the profiles {@code
 * security_control} and {@code host}.
 */
public final class RemediationFinding {
  private static final int ISOLATE = 1;
  private static final int EVICT = 2;

  private RemediationFinding() {}

  /**
   * The event of one outcome. It correlates with the decision that the run rests on.
   *
   * @param id of the message by which the outcome is told, which is the same in each delivery
   * @param at when it came about
   */
  public static Finding of(RemediationOutcome outcome, String id, Instant at) {
    OcsfEvent ocsf = new OcsfEvent(7001, "Remediation Activity", "Remediation");
    switch (outcome.action()) {
      case QUARANTINE -> ocsf.activity(ISOLATE, "Isolate");
      case SAVE, POWER_OFF -> ocsf.activity(EVICT, "Evict");
      case NONE, NOTIFY, UNRECOGNIZED -> ocsf.activity(OcsfEvent.OTHER, "Notify");
    }
    ocsf.at(at);
    ocsf.severity(severity(outcome));
    switch (outcome.status()) {
      case SUCCEEDED, NOTIFIED -> ocsf.status(1, "Success");
      case FAILED -> ocsf.status(2, "Failure");
      case HELD -> ocsf.status(OcsfEvent.OTHER, "Held");
      case SUPERSEDED -> ocsf.status(OcsfEvent.OTHER, "Superseded");
      case CANCELLED -> ocsf.status(OcsfEvent.OTHER, "Cancelled");
      case PENDING, ACTING, UNRECOGNIZED -> ocsf.status(OcsfEvent.OTHER, "Under Way");
    }
    Disposition disposition = Disposition.of(outcome.status());
    ocsf.disposition(disposition);
    ocsf.metadata(
        id,
        outcome.decisionId().value(),
        "remediation." + word(outcome.status()),
        OcsfEvent.SECURITY_CONTROL,
        OcsfEvent.HOST);
    ocsf.device(outcome.vm(), outcome.vm().value());
    ObjectNode event = ocsf.json();
    event.put("is_alert", disposition.isAlert());
    event.put("command_uid", outcome.runId().value());
    event.put("message", SafeText.of(outcome.reason(), SafeText.SENTENCE));
    ObjectNode actor = event.putObject("actor").put("app_name", "tagout-remediation");
    String person = outcome.approvedBy() == null ? outcome.cancelledBy() : outcome.approvedBy();
    if (person != null && !person.isEmpty()) {
      actor.putObject("user").put("name", SafeText.of(person, SafeText.NAME));
    }
    rest(outcome, event.putObject("unmapped"));
    return new Finding(id, outcome.vm().value(), at, event);
  }

  private static void rest(RemediationOutcome outcome, ObjectNode rest) {
    rest.put("trigger", word(outcome.trigger()));
    rest.put("action", word(outcome.action()));
    rest.put("run_status", word(outcome.status()));
    rest.put("attempts", outcome.attempts());
    if (outcome.host() != null) {
      rest.put("host", SafeText.of(outcome.host().value(), SafeText.NAME));
    }
    if (outcome.exposureMillis() != null) {
      rest.put("exposure_ms", outcome.exposureMillis());
    }
    if (outcome.hold() != null) {
      rest.put("hold", word(outcome.hold()));
    }
  }

  private static OcsfSeverity severity(RemediationOutcome outcome) {
    return switch (outcome.status()) {
      case SUCCEEDED, SUPERSEDED, CANCELLED -> OcsfSeverity.INFORMATIONAL;
      case NOTIFIED, HELD, PENDING, ACTING -> OcsfSeverity.MEDIUM;
      case FAILED, UNRECOGNIZED -> OcsfSeverity.HIGH;
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
