package dev.tagout.hypervisor;

/** Whether a source hears its hypervisor. */
public sealed interface ConnectionState {
  /** Trying for the first time, or again. */
  record Connecting() implements ConnectionState {}

  /** Connected, and everything was listed. */
  record Connected() implements ConnectionState {}

  /**
   * Not connected; it will try again.
   *
   * @param reason one line for a person
   */
  record Disconnected(String reason) implements ConnectionState {}
}
