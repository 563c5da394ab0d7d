package dev.tagout.cli;

/** What a command says to the shell that called it. */
public enum ExitCode {
  DONE(0),
  /** The answer is no: refused, violations, a check failed. */
  NO(1),
  WRONG_USAGE(2),
  /** A service could not be reached. */
  UNREACHABLE(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
