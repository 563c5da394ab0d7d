package dev.tagout.lab.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sealed record proves that nothing in it was changed, by the command that people use. */
final class RecordCheck {
  private static final String INVARIANT = "the record verifies";
  private static final int WRONG_USAGE = 2;

  private final Stage stage;

  RecordCheck(Stage stage) {
    this.stage = stage;
  }

  Result check() throws InterruptedException {
    Path cli = stage.checkout().root().resolve("cli/target");
    if (!Files.isDirectory(cli.resolve("lib"))) {
      return leftOut("the command line is not built");
    }
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            cli.resolve("classes") + ":" + cli.resolve("lib") + "/*",
            "-Dtagout.root=" + stage.checkout().root(),
            "dev.tagout.cli.Tagout",
            "decision",
            "verify",
            "--token-file",
            stage.world().tokens().resolve("alice").toString());
    command.environment().putAll(stage.ports());
    command.redirectErrorStream(true);
    try {
      Process process = command.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return switch (status) {
        case 0 -> new Result(INVARIANT, 1, List.of(), lastLine(said));
        case WRONG_USAGE -> leftOut("there is no tagout decision verify");
        default -> Result.of(INVARIANT, 1, List.of(new Finding("the record", said.strip())));
      };
    } catch (IOException e) {
      throw new ChaosException("tagout decision verify does not start", e);
    }
  }

  private static Result leftOut(String why) {
    return new Result(INVARIANT, 0, List.of(), "left out: " + why);
  }

  private static String lastLine(String said) {
    return said.lines().reduce("", (before, line) -> line);
  }
}
