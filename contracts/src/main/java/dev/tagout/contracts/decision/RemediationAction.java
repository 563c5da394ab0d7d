package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What is done to a VM that runs in spite of a violation, the mildest first. */
public enum RemediationAction {
  @JsonProperty("none")
  NONE,
  @JsonProperty("notify")
  NOTIFY,
  @JsonProperty("quarantine")
  QUARANTINE,
  @JsonProperty("save")
  SAVE,
  @JsonProperty("power_off")
  POWER_OFF,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
