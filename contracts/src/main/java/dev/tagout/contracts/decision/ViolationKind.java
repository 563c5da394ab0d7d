package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a rule is not met, or could not be judged for want of a fact. */
public enum ViolationKind {
  @JsonProperty("violated")
  VIOLATED,
  @JsonProperty("unknown")
  UNKNOWN,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
