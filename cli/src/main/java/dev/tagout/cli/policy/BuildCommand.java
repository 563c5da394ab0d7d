package dev.tagout.cli.policy;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagout policy build} */
@Command(
    name = "build",
    description = "Builds a bundle, and prints its revision: a digest of what went in.",
    sortOptions = false)
final class BuildCommand implements Callable<Integer> {
  /** What evaluates the bundle. */
  enum Target {
    wasm,
    rego
  }

  @Parameters(paramLabel = "OUT", description = "The bundle, such as bundle.tar.gz.")
  private Path out;

  @Option(
      names = "--target",
      description = "${COMPLETION-CANDIDATES}; wasm unless given. An OPA server may need rego.")
  private Target target = Target.wasm;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "Signs the bundle with this private key (PEM).")
  private Path signingKey;

  @Option(
      names = "--signing-alg",
      paramLabel = "ALGORITHM",
      description = "Of the signature; RS256 unless given.")
  private String signingAlgorithm;

  @Mixin private PolicyOptions policies;
  @Mixin private OutputFormat output;

  @Override
  public Integer call() {
    var parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CliException(ExitCode.WRONG_USAGE, "OUT: %s is no directory".formatted(parent));
    }
    if (signingKey != null && !Files.isReadable(signingKey)) {
      throw new CliException(
          ExitCode.WRONG_USAGE, "--signing-key: %s cannot be read".formatted(signingKey));
    }
    List<String> arguments = new ArrayList<>();
    policies.site().ifPresent(site -> arguments.addAll(List.of("--site", site.toString())));
    if (signingKey != null) {
      arguments.addAll(List.of("--signing-key", signingKey.toString()));
    }
    if (signingAlgorithm != null) {
      arguments.addAll(List.of("--signing-alg", signingAlgorithm));
    }
    arguments.addAll(List.of(out.toString(), policies.pack().toString()));
    var said = PolicyTools.script("build", arguments, Map.of("TARGET", target.name()));
    if (!said.isGood()) {
      throw new CliException(
          ExitCode.NO, "no bundle was built; what was there stays", said.complaint());
    }
    var revision = said.out().strip();
    if (output.isJson()) {
      output.json(
          PolicyTools.JSON
              .createObjectNode()
              .put("revision", revision)
              .put("bundle", out.toString())
              .put("target", target.name())
              .put("signed", signingKey != null));
    } else {
      output.out().println(revision);
    }
    output.out().flush();
    return ExitCode.DONE.number();
  }
}
