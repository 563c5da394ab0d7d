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
 * Builds a policy directory with the script of the checkout.
 *
 * @param script {@code policies/build}
 */
record PackBuild(Path script, Environment environment) {
  private static final long PATIENCE_MINUTES = 5;

  /**
   * @param site null when there is none
   * @param err where the script's words go, faults with their files and lines
   * @throws CliException with {@link ExitCode#NO} when the policies are at fault
   */
  byte[] build(Path pack, Path site, PrintWriter err) {
    for (Path directory : site == null ? List.of(pack) : List.of(pack, site)) {
      if (!Files.isDirectory(directory)) {
        throw new CliException(ExitCode.WRONG_USAGE, "no such directory: " + directory);
      }
    }
    if (!Files.isExecutable(script)) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot run " + script);
    }
    try {
      Path room = Files.createTempDirectory("tagout-bundle");
      try {
        return build(pack, site, room, err);
      } finally {
        delete(room);
      }
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot build " + pack + ": " + e.getMessage());
    }
  }

  private byte[] build(Path pack, Path site, Path room, PrintWriter err) throws IOException {
    Path bundle = room.resolve("bundle.tar.gz");
    Path said = room.resolve("said");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    if (site != null) {
      command.addAll(List.of("--site", site.toAbsolutePath().toString()));
    }
    command.addAll(List.of(bundle.toString(), pack.toAbsolutePath().toString()));
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
          pack + " does not build; nothing was sent");
    }
    return PackOptions.bytes(bundle);
  }

  private static int run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      if (process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new CliException(
          ExitCode.NO, "the build did not end within " + PATIENCE_MINUTES + " minutes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.NO, "the build was not waited for");
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
