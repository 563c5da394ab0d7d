package dev.tagout.remediation.safety;

import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.remediation.HoldCause;

/**
 * Why a run must wait for a person.
 *
 * @param reason for people; says what they can do
 */
public record Hold(HoldCause cause, String reason) {
  public Hold {
    Require.present(cause, "cause");
    Require.present(reason, "reason");
  }
}
