package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What was done with a break-glass. That its time is over is nobody's doing. */
public enum BreakGlassChange {
  @JsonProperty("requested")
  REQUESTED,
  @JsonProperty("approved")
  APPROVED,
  /** The gate admitted a start by it. */
  @JsonProperty("used")
  USED,
  @JsonProperty("revoked")
  REVOKED,

  /** A value that this version does not know. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
