package dev.tagout.contracts.event;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a VM came to stop. */
public enum StopCause {
  @JsonProperty("shutdown")
  SHUTDOWN,
  @JsonProperty("destroyed")
  DESTROYED,
  @JsonProperty("crashed")
  CRASHED,
  @JsonProperty("migrated")
  MIGRATED,
  @JsonProperty("saved")
  SAVED,
  @JsonProperty("failed")
  FAILED,
  @JsonProperty("unknown")
  UNKNOWN,

  /** A value that this version does not know. Judged as the worst, never as the best. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
