package dev.tagout.contracts.remediation;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands. */
public enum RunStatus {
  /** Recorded, nothing looked at yet. */
  @JsonProperty("pending")
  PENDING,
  /** About to act, the checks were passed. */
  @JsonProperty("acting")
  ACTING,
  /** Waits for a person; {@link HoldCause} says why. */
  @JsonProperty("held")
  HELD,
  /** Done: the VM is stopped. */
  @JsonProperty("succeeded")
  SUCCEEDED,
  /** People were told, nothing was done to the VM. */
  @JsonProperty("notified")
  NOTIFIED,
  /** Not done, because the verdict or the VM is no longer what it was. */
  @JsonProperty("superseded")
  SUPERSEDED,
  /** A person said that nothing shall be done. */
  @JsonProperty("cancelled")
  CANCELLED,
  /** Not done, though it was tried as often as is allowed. */
  @JsonProperty("failed")
  FAILED,
  /** A value that this version does not know. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED
}
