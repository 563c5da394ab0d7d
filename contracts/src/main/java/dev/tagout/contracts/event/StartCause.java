package dev.tagout.contracts.event;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a VM came to run. */
public enum StartCause {
  @JsonProperty("boot")
  BOOT,
  @JsonProperty("restore")
  RESTORE,
  @JsonProperty("migration")
  MIGRATION,
  @JsonProperty("wakeup")
  WAKEUP,
  @JsonProperty("unknown")
  UNKNOWN,

  /** A value that this version does not know. Judged as the worst, never as the best. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
