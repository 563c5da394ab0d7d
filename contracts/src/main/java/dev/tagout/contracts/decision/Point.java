package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the question is asked. */
public enum Point {
  @JsonProperty("POWER_ON")
  POWER_ON,
  @JsonProperty("STANDING")
  STANDING,
  @JsonProperty("AUDIT")
  AUDIT,
  @JsonProperty("REPLAY")
  REPLAY,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
