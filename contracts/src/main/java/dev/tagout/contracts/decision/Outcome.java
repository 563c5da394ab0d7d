package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What policy says. What the caller must do is {@link Decision#admitted()}. */
public enum Outcome {
  @JsonProperty("ALLOWED")
  ALLOWED,
  @JsonProperty("DENIED")
  DENIED,
  @JsonProperty("WAIVED")
  WAIVED,
  @JsonProperty("INDETERMINATE")
  INDETERMINATE,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
