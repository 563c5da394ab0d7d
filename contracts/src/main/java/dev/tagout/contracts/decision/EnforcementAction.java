package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What the policy author intends with a violation. */
public enum EnforcementAction {
  @JsonProperty("deny")
  DENY,
  @JsonProperty("warn")
  WARN,
  @JsonProperty("dryrun")
  DRYRUN,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
