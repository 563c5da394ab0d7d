package dev.tagout.lab.infrastructure;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends our children when we cannot do it ourselves, because we were killed.
 *
 * <p>A shell that reads from a pipe which of our children live. When the pipe's other end is gone,
 * so are we, and it signals those that are left. Portable, and unlike {@code PR_SET_PDEATHSIG} it
 * does not take the end of the thread that started a child for the end of the parent.
 */
final class Keeper {

  /** What ends a process in an orderly way. */
  enum Signal {
    TERM,
    /** PostgreSQL's fast shutdown; on TERM it would wait for its clients. */
    INT
  }

  private static final String PROGRAM =
      """
      trap '' INT HUP TERM
      kept=' '
      while read -r verb entry; do
        case $verb in
          keep) kept="$kept$entry " ;;
          release) kept="${kept%% "$entry" *} ${kept#* "$entry" }" ;;
        esac
      done
      for entry in $kept; do
        kill -"${entry%:*}" "${entry#*:}"
        # One that stands still would hear of it when it goes on only.
        kill -CONT "${entry#*:}"
      done
      """;

  private static Keeper current;

  private final PrintWriter pipe;

  private Keeper(PrintWriter pipe) {
    this.pipe = pipe;
  }

  static synchronized Keeper current() {
    if (current == null) {
      current = start();
    }
    return current;
  }

  private static Keeper start() {
    try {
      var process =
          new ProcessBuilder(List.of("sh", "-c", PROGRAM, "tagout-keeper"))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return new Keeper(
          new PrintWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process after us, unless it ends before. */
  void keep(ProcessHandle process, Signal signal) {
    var entry = signal + ":" + process.pid();
    tell("keep " + entry);
    process.onExit().thenRun(() -> tell("release " + entry));
  }

  private synchronized void tell(String line) {
    pipe.println(line);
  }
}
