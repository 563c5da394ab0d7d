package dev.tagout.contracts.event;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a host's hypervisor would run the start hook. */
public enum HookState {
  /** It is there, and is run. */
  @JsonProperty("installed")
  INSTALLED,

  /** It is not there. */
  @JsonProperty("missing")
  MISSING,

  /** Something is there that is not run, such as a file that is not executable. */
  @JsonProperty("disabled")
  DISABLED,

  /** A value that this version does not know. Judged as the worst, never as the best. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
