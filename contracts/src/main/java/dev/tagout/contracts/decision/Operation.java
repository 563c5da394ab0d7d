package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What the VM is about to do on the host. */
public enum Operation {
  @JsonProperty("START")
  START,
  @JsonProperty("RESUME")
  RESUME,
  @JsonProperty("RESTORE")
  RESTORE,
  @JsonProperty("MIGRATE_IN")
  MIGRATE_IN,

  /** A value that this version does not know. Treated as the strictest, never as the laxest. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
