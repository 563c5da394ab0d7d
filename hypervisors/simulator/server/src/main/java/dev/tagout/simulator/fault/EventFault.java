package dev.tagout.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What event streams do. */
public enum EventFault {
  @JsonProperty("normal")
  NORMAL,
  /** Each event is held back for some seconds. */
  @JsonProperty("late")
  LATE,
  /** Each event is sent twice, with the same id. */
  @JsonProperty("twice")
  TWICE,
  /** Two neighbours are sent in the wrong order. */
  @JsonProperty("shuffled")
  SHUFFLED,
  /** Streams are closed, and new ones refused. */
  @JsonProperty("cut")
  CUT
}
