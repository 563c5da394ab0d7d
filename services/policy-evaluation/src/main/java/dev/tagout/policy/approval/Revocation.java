package dev.tagout.policy.approval;

import dev.tagout.contracts.json.Require;
import dev.tagout.policy.database.StorableText;

/** Why something that was requested or approved is taken back. */
public record Revocation(String reason) {
  public Revocation {
    Require.text(reason, 2000, "reason");
    StorableText.require(reason, "reason");
  }
}
