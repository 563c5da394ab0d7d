package dev.tagout.cli.process;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs another program to its end. */
public final class Program {
  private static final long PATIENCE_MINUTES = 5;

  private Program() {}

  /**
   * What a program said.
   *
   * @param status its exit status
   */
  public record Said(int status, String out, String err) {
    public boolean isGood() {
      return status == 0;
    }

    /** All of its complaint, line by line. */
    public List<String> complaint() {
      return (err + out).lines().filter(line -> !line.isBlank()).toList();
    }
  }

  /**
   * Nothing of the program is left when this returns or throws.
   *
   * @param input for its standard input; null for none
   * @throws CliException when it does not start, or does not end in time
   */
  public static Said run(ProcessBuilder program, String input) {
    Path room = null;
    try {
      // Files, because pipes that nobody empties at once would block.
      room = Files.createTempDirectory("tagout");
      Path in = Files.writeString(room.resolve("in"), input == null ? "" : input);
      Path out = room.resolve("out");
      Path err = room.resolve("err");
      int status =
          ended(
              program
                  .redirectInput(in.toFile())
                  .redirectOutput(out.toFile())
                  .redirectError(err.toFile())
                  .start());
      return new Said(status, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.WRONG_USAGE,
          "%s cannot be run".formatted(program.command().getFirst()),
          List.of(String.valueOf(e.getMessage())));
    } finally {
      delete(room);
    }
  }

  private static int ended(Process process) {
    try {
      if (process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new CliException(ExitCode.NO, "it did not end within " + PATIENCE_MINUTES + " minutes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.NO, "it was not waited for");
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static void delete(Path room) {
    if (room == null) {
      return;
    }
    try {
      for (String name : List.of("in", "out", "err")) {
        Files.deleteIfExists(room.resolve(name));
      }
      Files.deleteIfExists(room);
    } catch (IOException e) {
      // A temporary directory that stays is not worth the answer.
    }
  }
}
