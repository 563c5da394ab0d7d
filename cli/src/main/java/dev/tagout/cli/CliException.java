package dev.tagout.cli;

import java.util.List;

/** Ends a command: one line for stderr, then details, and an exit code. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ExitCode exitCode;
  private final transient List<String> details;

  public CliException(ExitCode exitCode, String line, List<String> details) {
    super(line);
    this.exitCode = exitCode;
    this.details = List.copyOf(details);
  }

  public CliException(ExitCode exitCode, String line) {
    this(exitCode, line, List.of());
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public List<String> details() {
    return details;
  }
}
