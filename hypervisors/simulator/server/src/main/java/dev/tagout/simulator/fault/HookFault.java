package dev.tagout.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the start hook does. */
public enum HookFault {
  /** It asks the gate. */
  @JsonProperty("present")
  PRESENT,
  /** There is none: VMs start unasked. */
  @JsonProperty("missing")
  MISSING,
  /** It hangs until its deadline, and then fails as the fail mode says. */
  @JsonProperty("hanging")
  HANGING
}
