package dev.tagout.lab.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The sealed record proves that nothing in it was changed, by the command that people use and by
 * the key of the world, not by one that the service names. A check that could not be made proves
 * nothing: it breaks the invariant.
 *
 * @param libraries what the command needs beside its classes; absent while it is not built
 * @param environment beside that of this JVM
 */
record RecordCheck(Path libraries, List<String> command, Map<String, String> environment) {
  private static final String INVARIANT = "the record verifies";
  private static final int PROVED = 0;
  private static final int NOT_PROVED = 1;

  RecordCheck {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  static RecordCheck of(Stage stage) {
    Path root = stage.checkout().root();
    Path cli = root.resolve("cli/target");
    Path libraries = cli.resolve("lib");
    return new RecordCheck(
        libraries,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            cli.resolve("classes") + ":" + libraries + "/*",
            "-Dtagout.root=" + root,
            "dev.tagout.cli.Tagout",
            "decision",
            "verify",
            "--key",
            stage.world().recordKey().toString(),
            "--token-file",
            stage.world().tokens().resolve("alice").toString()),
        stage.ports());
  }

  Result check() throws InterruptedException {
    if (!Files.isDirectory(libraries)) {
      return unchecked("the command line is not built, so nothing was checked: no " + libraries);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return switch (status) {
        case PROVED -> new Result(INVARIANT, 1, List.of(), lastLine(said));
        case NOT_PROVED -> broken(1, said.strip());
        default ->
            unchecked(
                "tagout decision verify ended with %d, so nothing was checked: %s"
                    .formatted(status, said.strip()));
      };
    } catch (IOException e) {
      throw new ChaosException("tagout decision verify does not start", e);
    }
  }

  private static Result unchecked(String why) {
    return broken(0, why);
  }

  private static Result broken(long checked, String why) {
    return Result.of(INVARIANT, checked, List.of(new Finding("the record", why)));
  }

  private static String lastLine(String said) {
    return said.lines().reduce("", (before, line) -> line);
  }
}
