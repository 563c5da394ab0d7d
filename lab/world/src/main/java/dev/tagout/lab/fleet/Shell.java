package dev.tagout.lab.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command, as a person types it. */
final class Shell {
  private Shell() {}

  /** What it printed, on both streams, and its exit status. */
  record Result(int status, String output) {
    boolean isOk() {
      return status == 0;
    }
  }

  static Result run(String... command) throws InterruptedException {
    return run(List.of(command));
  }

  static Result run(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new UnexpectedException(String.join(" ", command) + " did not end");
      }
      return new Result(process.exitValue(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws UnexpectedException when it fails
   */
  static String require(String... command) throws InterruptedException {
    Result result = run(command);
    UnexpectedException.unless(
        result.isOk(), String.join(" ", command) + " failed: " + result.output());
    return result.output();
  }
}
