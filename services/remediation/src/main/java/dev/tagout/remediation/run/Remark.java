package dev.tagout.remediation.run;

import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person has to say for the record; all of it may be left out. */
public record Remark(
    @Schema(description = "who says it", examples = "alice") String by,
    @Schema(description = "why") String reason) {
  public Remark {
    Require.bounded(by, 200, "by");
    Require.bounded(reason, 1000, "reason");
  }

  /**
   * A request's body; one without anything in it says nothing.
   *
   * @throws dev.tagout.contracts.json.ContractViolation when it is no remark
   */
  static Remark read(byte[] body) {
    return body == null || body.length == 0
        ? new Remark(null, null)
        : Json.read(body, Remark.class);
  }

  /** The remark as a sentence that begins with what was done. */
  String sentence(String done) {
    return done + (by == null ? "" : " by " + by) + (reason == null ? "" : ": " + reason);
  }
}
