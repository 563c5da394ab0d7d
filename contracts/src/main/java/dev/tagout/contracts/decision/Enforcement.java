package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether decisions bind: in {@code observe} everything is decided and recorded, and admitted. */
public enum Enforcement {
  @JsonProperty("enforce")
  ENFORCE,
  @JsonProperty("observe")
  OBSERVE,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
