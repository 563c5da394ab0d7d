package dev.tagout.simulator.gate;

import com.fasterxml.jackson.databind.JsonNode;

/** What the hook tells the hypervisor. */
public sealed interface Permission {
  record Granted() implements Permission {}

  /** The gate decided against it. */
  record Refused(String message, JsonNode decision) implements Permission {}

  /**
   * Nobody decided, and the hook fails closed.
   *
   * @param reason one sentence without its full stop, for a person
   */
  record Undecided(String reason) implements Permission {}
}
