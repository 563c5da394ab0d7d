package dev.tagout.policy.evaluation;

/** What the gate answers when there is no answer. */
public enum FailMode {
  CLOSED,
  OPEN
}
