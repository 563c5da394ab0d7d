package dev.tagout.contracts.finding;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.remediation.RunStatus;

/**
 * What became of a start, or of a VM that ran, in the words of OCSF's profile {@code
 * security_control}: whether it was let through ({@code action_id}) and how ({@code
 * disposition_id}).
 */
enum Disposition {
  ALLOWED(1, "Allowed", 1, "Allowed"),
  /** Let through though something is not as it should be: warnings only, or by fail mode. */
  LOGGED(1, "Allowed", 17, "Logged"),
  /** Let through by an approved exception: a waiver or a break-glass. */
  APPROVED(1, "Allowed", 8, "Approved"),
  /** It would be refused, were it enforced. */
  ALERT(3, "Observed", 19, "Alert"),
  BLOCKED(2, "Denied", 2, "Blocked"),
  /** Refused because there was no answer. */
  ERROR(2, "Denied", 27, "Error"),
  /** The VM does not run any more as it did. */
  CORRECTED(4, "Modified", 11, "Corrected"),
  UNCORRECTED(3, "Observed", 13, "Uncorrected"),
  /** Seen, and nothing was done yet. */
  DETECTED(3, "Observed", 15, "Detected"),
  /** Waits for a person. */
  DELAYED(3, "Observed", 14, "Delayed"),
  NO_ACTION(3, "Observed", 16, "No Action");

  private final int actionId;
  private final String action;
  private final int id;
  private final String caption;

  Disposition(int actionId, String action, int id, String caption) {
    this.actionId = actionId;
    this.action = action;
    this.id = id;
    this.caption = caption;
  }

  int actionId() {
    return actionId;
  }

  String action() {
    return action;
  }

  int id() {
    return id;
  }

  String caption() {
    return caption;
  }

  /** Whether a person should look at it. */
  boolean isAlert() {
    return switch (this) {
      case ALLOWED, LOGGED, APPROVED, CORRECTED, NO_ACTION -> false;
      case ALERT, BLOCKED, DETECTED, ERROR, UNCORRECTED, DELAYED -> true;
    };
  }

  static Disposition of(Decision decision) {
    Outcome outcome = decision.outcome();
    if (!decision.admitted()) {
      return outcome == Outcome.DENIED ? BLOCKED : ERROR;
    }
    if (decision.breakGlass() != null) {
      return APPROVED;
    }
    return switch (outcome) {
      case ALLOWED -> decision.violations().isEmpty() ? ALLOWED : LOGGED;
      case WAIVED -> APPROVED;
      case DENIED -> ALERT;
      case INDETERMINATE, UNRECOGNIZED -> LOGGED;
    };
  }

  static Disposition of(RunStatus status) {
    return switch (status) {
      case SUCCEEDED -> CORRECTED;
      case NOTIFIED -> ALERT;
      case PENDING, ACTING, HELD -> DELAYED;
      case SUPERSEDED, CANCELLED -> NO_ACTION;
      case FAILED, UNRECOGNIZED -> UNCORRECTED;
    };
  }
}
