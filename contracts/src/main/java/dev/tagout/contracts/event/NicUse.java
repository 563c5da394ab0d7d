package dev.tagout.contracts.event;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a host's NIC is for. */
public enum NicUse {
  @JsonProperty("management")
  MANAGEMENT,
  @JsonProperty("guest")
  GUEST,
  @JsonProperty("storage")
  STORAGE,
  @JsonProperty("migration")
  MIGRATION,
  @JsonProperty("mixed")
  MIXED,

  /** A value that this version does not know. Judged as the worst, never as the best. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
