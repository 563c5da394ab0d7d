package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a standing verdict took as the VM's host. */
public enum Placement {
  @JsonProperty("running")
  RUNNING,
  @JsonProperty("defined")
  DEFINED,
  @JsonProperty("last")
  LAST,
  @JsonProperty("none")
  NONE,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
