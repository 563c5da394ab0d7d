package dev.tagout.contracts.remediation;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a run began. */
public enum Trigger {
  /** A VM runs though no decision admitted it. */
  @JsonProperty("bypass")
  BYPASS,
  /** A VM was rightly admitted, and would not be now. */
  @JsonProperty("drift")
  DRIFT,
  /** A value that this version does not know. Never acted upon. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
