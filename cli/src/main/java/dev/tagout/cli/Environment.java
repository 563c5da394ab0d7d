package dev.tagout.cli;

import dev.tagout.contracts.json.Require;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command finds around it.
 *
 * @param variables the environment's
 * @param root of the checkout; null when the launcher did not say it
 * @param clock what ages are counted from
 */
public record Environment(Map<String, String> variables, Path root, Clock clock) {
  public Environment {
    variables = Map.copyOf(variables);
    Require.present(clock, "clock");
  }

  /** That of this process. */
  public static Environment ofProcess() {
    String root = System.getProperty("tagout.root");
    return new Environment(
        System.getenv(), root == null || root.isBlank() ? null : Path.of(root), Clock.systemUTC());
  }

  /** That of the program which the command is part of. */
  public static Environment of(CommandSpec command) {
    return ((Tagout) command.root().userObject()).environment();
  }

  /** A variable that is set and not blank. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** The checkout, for what needs a file of it. */
  public Optional<Path> checkout() {
    return Optional.ofNullable(root);
  }
}
