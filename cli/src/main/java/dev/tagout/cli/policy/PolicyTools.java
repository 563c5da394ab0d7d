package dev.tagout.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.policy.pack.Pack;
import dev.tagout.cli.process.Program;
import dev.tagout.cli.process.Program.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts of the checkout's policy directory, and OPA, as other programs. */
final class PolicyTools {
  static final JsonMapper JSON = new JsonMapper();

  private static final String ROOT_PROPERTY = "tagout.root";

  private PolicyTools() {}

  /**
   * The root of the checkout, which the launcher says.
   *
   * @throws CliException when nobody said it
   */
  static Path checkout() {
    var root = System.getProperty(ROOT_PROPERTY);
    if (root == null) {
      throw new CliException(
          ExitCode.WRONG_USAGE, "the system property %s is not set".formatted(ROOT_PROPERTY));
    }
    return Path.of(root).toAbsolutePath().normalize();
  }

  /**
   * @param script its path below {@code policies/}
   */
  static Said script(String script, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(checkout().resolve("policies").resolve(script).toString());
    command.addAll(arguments);
    return run(command, null, null, environment);
  }

  /**
   * Runs OPA.
   *
   * @param input for its standard input; null for none
   */
  static Said opa(Path directory, JsonNode input, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Optional.ofNullable(System.getenv("OPA")).orElse("opa"));
    command.addAll(arguments);
    return run(command, directory, input == null ? null : input.toString(), Map.of());
  }

  /** What of a site's directory there is, as OPA loads it beside a pack. */
  static List<String> partsOf(Path site) {
    return Stream.of("rules", "parameters", "scenarios")
        .filter(part -> Files.isDirectory(site.resolve(part)))
        .map(part -> ("rules".equals(part) ? "" : "site." + part + ":") + site.resolve(part))
        .toList();
  }

  /**
   * What the policies say of themselves.
   *
   * @throws CliException when they cannot be read
   */
  static Pack describe(Path pack, Optional<Path> site) {
    List<String> arguments = new ArrayList<>();
    site.ifPresent(own -> arguments.addAll(List.of("--site", own.toString())));
    arguments.add(pack.toString());
    var said = script("tools/describe", arguments, Map.of());
    if (!said.isGood()) {
      throw new CliException(
          ExitCode.NO, "the policies cannot be read; see tagout policy check", said.complaint());
    }
    return Pack.of(json(said.out()));
  }

  /**
   * @throws IllegalStateException when it is none, which is a fault of ours
   */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }

  private static Said run(
      List<String> command, Path directory, String input, Map<String, String> environment) {
    var builder =
        new ProcessBuilder(command).directory(directory == null ? null : directory.toFile());
    builder.environment().putAll(environment);
    return Program.run(builder, input);
  }
}
