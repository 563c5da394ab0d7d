package dev.tagout.remediation.verdict;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.json.Require;
import dev.tagout.remediation.RemediationConfig;

/** The strongest that is done, whatever a verdict asks for. */
public record Caps(RemediationAction bypass, RemediationAction drift) {
  public Caps {
    Require.present(bypass, "bypass");
    Require.present(drift, "drift");
  }

  public static Caps of(RemediationConfig config) {
    return new Caps(config.bypass().strongest(), config.drift().strongest());
  }
}
