package dev.tagout.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import picocli.CommandLine;

/** Somebody who types commands at 2026-11-24T12:00Z. */
public final class Terminal {
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Environment environment;

  private Terminal(Environment environment) {
    this.environment = environment;
  }

  /** What came of a command. */
  public record Result(int exitCode, String out, String err) {}

  public static Terminal at(StandIn service) {
    return in(
        Map.of("TAGOUT_POLICY_URL", service.url(), "TAGOUT_REMEDIATION_URL", service.url()), null);
  }

  /**
   * @param root of the checkout, null when there is none
   */
  public static Terminal in(Map<String, String> variables, Path root) {
    return new Terminal(new Environment(variables, root, Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  public Result types(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Tagout.commandLine(environment);
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = command.execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
