package dev.tagout.remediation.power;

/** What became of an attempt to stop a run. */
public sealed interface Stop {
  /** It was stopped, and seen to have ended. */
  record Done() implements Stop {}

  /**
   * Nothing was done: it was not there.
   *
   * @param sight what was, anything but {@code RUNNING}
   */
  record NotThere(Sight sight) implements Stop {}

  /** Its guest was asked to shut down and did not; then its power was left on. */
  record LeftOn() implements Stop {}
}
