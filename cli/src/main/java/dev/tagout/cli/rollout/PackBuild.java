package dev.tagout.cli.rollout;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.text.Printable;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Checks and builds a policy directory with the scripts of the checkout.
 *
 * @param scripts {@code policies/}, which has {@code check} and {@code build}
 */
record PackBuild(Path scripts, Environment environment) {
  private static final long PATIENCE_MINUTES = 5;

  /**
   * Format, types, metadata, parameters, scenarios and tests.
   *
   * @param site null when there is none
   * @param err where the script's words go, faults with their files and lines
   * @throws CliException with {@link ExitCode#NO} when the policies are at fault
   */
  void check(Path pack, Path site, PrintWriter err) {
    inRoom(
        pack,
        site,
        room -> {
          run("check", pack, site, List.of(), room, err);
          return null;
        });
  }

  /**
   * @param site null when there is none
   * @param err where the script's words go, faults with their files and lines
   * @throws CliException with {@link ExitCode#NO} when the policies are at fault
   */
  byte[] build(Path pack, Path site, PrintWriter err) {
    return inRoom(
        pack,
        site,
        room -> {
          Path bundle = room.resolve("bundle.tar.gz");
          run("build", pack, site, List.of(bundle.toString()), room, err);
          return PackOptions.bytes(bundle);
        });
  }

  /** What is done with a directory of its own, which is gone afterwards. */
  private interface Work<T> {
    T in(Path room) throws IOException;
  }

  private static <T> T inRoom(Path pack, Path site, Work<T> work) {
    for (Path directory : site == null ? List.of(pack) : List.of(pack, site)) {
      if (!Files.isDirectory(directory)) {
        throw new CliException(ExitCode.WRONG_USAGE, "no such directory: " + directory);
      }
    }
    try {
      Path room = Files.createTempDirectory("tagout-bundle");
      try {
        return work.in(room);
      } finally {
        delete(room);
      }
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot build " + pack + ": " + e.getMessage());
    }
  }

  private void run(
      String name, Path pack, Path site, List<String> arguments, Path room, PrintWriter err)
      throws IOException {
    Path script = scripts.resolve(name);
    if (!Files.isExecutable(script)) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot run " + script);
    }
    Path said = room.resolve("said");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    if (site != null) {
      command.addAll(List.of("--site", site.toAbsolutePath().toString()));
    }
    command.addAll(arguments);
    command.add(pack.toAbsolutePath().toString());
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile());
    process.environment().clear();
    process.environment().putAll(environment.variables());
    int status = run(process);
    Files.readAllLines(said).forEach(line -> err.println(Printable.line(line)));
    if (status != 0) {
      throw new CliException(
          status == 2 ? ExitCode.WRONG_USAGE : ExitCode.NO,
          pack
              + (name.equals("check") ? " does not pass its checks" : " does not build")
              + "; nothing was sent");
    }
  }

  private static int run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
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

  private static void delete(Path room) throws IOException {
    try (var files = Files.walk(room)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
