package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody did with a waiver. That its time is over is nobody's doing. */
public enum WaiverChange {
  @JsonProperty("requested")
  REQUESTED,
  @JsonProperty("approved")
  APPROVED,
  @JsonProperty("revoked")
  REVOKED,

  /** A value that this version does not know. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
