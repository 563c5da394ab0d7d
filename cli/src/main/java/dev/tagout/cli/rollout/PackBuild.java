package dev.tagout.cli.rollout;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.process.Program;
import dev.tagout.cli.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks and builds a policy directory with the scripts of the checkout.
 *
 * @param scripts {@code policies/}, which has {@code check} and {@code build}
 */
record PackBuild(Path scripts, Environment environment) {
  /**
   * Format, types, metadata, parameters, scenarios and tests.
   *
   * @param site null when there is none
   * @param err where the script's words go, faults with their files and lines
   * @throws CliException with {@link ExitCode#NO} when the policies are at fault
   */
  void check(Path pack, Path site, PrintWriter err) {
    require(pack, site);
    run("check", pack, site, List.of(), err);
  }

  /**
   * @param site null when there is none
   * @param err where the script's words go, faults with their files and lines
   * @throws CliException with {@link ExitCode#NO} when the policies are at fault
   */
  byte[] build(Path pack, Path site, PrintWriter err) {
    require(pack, site);
    try {
      Path room = Files.createTempDirectory("tagout-bundle");
      try {
        Path bundle = room.resolve("bundle.tar.gz");
        run("build", pack, site, List.of(bundle.toString()), err);
        return PackOptions.bytes(bundle);
      } finally {
        delete(room);
      }
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot build " + pack + ": " + e.getMessage());
    }
  }

  private static void require(Path pack, Path site) {
    for (Path directory : site == null ? List.of(pack) : List.of(pack, site)) {
      if (!Files.isDirectory(directory)) {
        throw new CliException(ExitCode.WRONG_USAGE, "no such directory: " + directory);
      }
    }
  }

  private void run(String name, Path pack, Path site, List<String> arguments, PrintWriter err) {
    Path script = scripts.resolve(name);
    if (!Files.isExecutable(script)) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot run " + script);
    }
    List<String> command = new ArrayList<>(List.of(script.toString()));
    if (site != null) {
      command.addAll(List.of("--site", site.toAbsolutePath().toString()));
    }
    command.addAll(arguments);
    command.add(pack.toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    Program.Said said = Program.run(builder, null);
    said.err().lines().forEach(line -> err.println(Printable.line(line)));
    if (!said.isGood()) {
      throw new CliException(
          said.status() == 2 ? ExitCode.WRONG_USAGE : ExitCode.NO,
          pack
              + (name.equals("check") ? " does not pass its checks" : " does not build")
              + "; nothing was sent");
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
