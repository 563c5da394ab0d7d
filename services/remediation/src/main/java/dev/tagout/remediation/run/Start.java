package dev.tagout.remediation.run;

/** Whether a run may go about its work. */
public sealed interface Start {
  /** It is recorded as acting; the attempt has this number. */
  record Granted(int attempt) implements Start {}

  /** Not now: it is held, was cancelled, or is another replica's by now. */
  record Refused() implements Start {}
}
