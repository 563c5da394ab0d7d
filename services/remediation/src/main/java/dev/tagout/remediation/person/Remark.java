package dev.tagout.remediation.person;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person has to say for the record; it may be left out. */
public record Remark(@Schema(hidden = true) String by, @Schema(description = "why") String reason) {
  public Remark {
    if (by != null) {
      throw new ContractViolation("by", "is not taken: it is the subject of the bearer token");
    }
    Require.bounded(reason, 1000, "reason");
    if (reason != null && reason.indexOf('\0') >= 0) {
      throw new ContractViolation("reason", "has a character that is none");
    }
  }

  /**
   * A request's body; one without anything in it says nothing.
   *
   * @throws ContractViolation when it is no remark
   */
  public static Remark read(byte[] body) {
    return body == null || body.length == 0
        ? new Remark(null, null)
        : Json.read(body, Remark.class);
  }

  /**
   * The remark as a sentence.
   *
   * @param done what was done
   * @param by who did it
   */
  public String sentence(String done, String by) {
    return done + " by " + by + (reason == null ? "" : ": " + reason);
  }
}
