package dev.tagout.contracts.event;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How bad a missing update is, in the words of its vendor. */
public enum UpdateSeverity {
  @JsonProperty("critical")
  CRITICAL,
  @JsonProperty("important")
  IMPORTANT,
  @JsonProperty("moderate")
  MODERATE,
  @JsonProperty("low")
  LOW,

  /** A value that this version does not know. Judged as the worst, never as the best. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
