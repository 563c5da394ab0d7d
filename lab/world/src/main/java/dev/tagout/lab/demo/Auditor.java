package dev.tagout.lab.demo;

import dev.tagout.lab.fleet.UnexpectedException;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Somebody who asks for a report, with the command that everybody has. */
final class Auditor {
  private final Checkout checkout;
  private final URI policy;
  private final Path key;
  private final Path directory;

  /**
   * @param policy where policy-evaluation is
   * @param key public, by which the record is checked
   * @param directory for the reports
   */
  Auditor(Checkout checkout, URI policy, Path key, Path directory) {
    this.checkout = checkout;
    this.policy = policy;
    this.key = key;
    this.directory = directory;
  }

  /** The report on the last hour, with the record checked. */
  Path report() throws InterruptedException {
    Path file = directory.resolve("demo.html");
    Path cli = checkout.root().resolve("cli/target");
    try {
      Files.createDirectories(directory);
      Process report =
          new ProcessBuilder(
                  new JavaCommand(
                          "256m",
                          JavaCommand.Jit.QUICK,
                          Optional.empty(),
                          List.of(
                              "-cp",
                              cli.resolve("classes") + ":" + cli.resolve("lib") + "/*",
                              "dev.tagout.cli.Tagout"),
                          List.of(
                              "report",
                              "compliance",
                              "--since",
                              "1h",
                              "--key",
                              key.toString(),
                              "--output",
                              file.toString(),
                              "--policy-url",
                              policy.toString()))
                      .line())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(report.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      UnexpectedException.unless(report.waitFor() == 0, "there is no report: " + said);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
