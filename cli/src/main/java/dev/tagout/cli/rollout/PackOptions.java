package dev.tagout.cli.rollout;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The policies that are meant: a directory, which is built, or what was built from one. */
final class PackOptions {
  /** As large as a service takes by far; a slip such as a disk image is not sent. */
  private static final long MAX_BYTES = 256L * 1024 * 1024;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "A policy directory, built first; needs OPA, which the variable OPA may name.")
  private Path pack;

  @Option(
      names = "--site",
      paramLabel = "DIR",
      description =
          "With --pack: the site's own rules and parameters. Unless given TAGOUT_POLICY_SITE.")
  private Path site;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "A bundle that `tagout policy build` made.")
  private Path bundle;

  boolean isGiven() {
    return pack != null || bundle != null || site != null;
  }

  /** Null when it makes sense, else what does not. */
  String fault() {
    if (pack != null && bundle != null) {
      return "--pack and --bundle do not go together";
    }
    if (pack == null && bundle == null) {
      return "say which policies: --pack DIR or --bundle FILE";
    }
    return bundle != null && site != null ? "--site goes with --pack; a bundle is whole" : null;
  }

  /**
   * The bundle, built when it has to be.
   *
   * @param err where the build says what it has to say
   */
  byte[] read(Environment environment, PrintWriter err) {
    return bundle != null ? bytes(bundle) : builder(environment).build(pack, own(environment), err);
  }

  /** The same, of policies that pass their checks and tests; a bundle shows no tests any more. */
  byte[] readChecked(Environment environment, PrintWriter err) {
    if (bundle == null) {
      builder(environment).check(pack, own(environment), err);
    }
    return read(environment, err);
  }

  private Path own(Environment environment) {
    return site != null
        ? site
        : environment.variable("TAGOUT_POLICY_SITE").map(Path::of).orElse(null);
  }

  private static PackBuild builder(Environment environment) {
    Path root =
        environment
            .checkout()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.WRONG_USAGE,
                        "--pack is built by a checkout: start this with its ./tagout, or give"
                            + " --bundle"));
    return new PackBuild(root.resolve("policies"), environment);
  }

  static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CliException(ExitCode.WRONG_USAGE, file + " is larger than any bundle");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot read the bundle " + file);
    }
  }
}
