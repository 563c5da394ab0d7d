package dev.tagout.contracts.remediation;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a run waits for a person. */
public enum HoldCause {
  /** As many VMs were stopped within the window as may be: of the site, a tier or a host group. */
  @JsonProperty("limit")
  LIMIT,
  /** A whole tier turned bad at once: its breaker is open. */
  @JsonProperty("breaker")
  BREAKER,
  /** The VM is started again each time that it is stopped. */
  @JsonProperty("loop")
  LOOP,
  /** A value that this version does not know. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
