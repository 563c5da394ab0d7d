package dev.tagout.cli.policy;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which policies a command is about: {@code --pack} and {@code --site}. */
final class PolicyOptions {
  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "The policy directory; policies/ of the checkout unless given.")
  private Path pack;

  @Option(
      names = "--site",
      paramLabel = "DIR",
      description = "A site's own rules and parameters; TAGOUT_POLICY_SITE unless given.")
  private Path site;

  /**
   * @throws CliException when it is no policy directory
   */
  Path pack() {
    var directory = pack == null ? PolicyTools.checkout().resolve("policies") : pack;
    if (!Files.isRegularFile(directory.resolve(".manifest"))) {
      throw new CliException(
          ExitCode.WRONG_USAGE,
          "--pack: %s is no policy directory: it has no .manifest".formatted(directory));
    }
    return directory.toAbsolutePath().normalize();
  }

  /** Whether it was named on the command line. */
  boolean isOwnPack() {
    return pack != null;
  }

  /**
   * @throws CliException when it was named and is not there
   */
  Optional<Path> site() {
    var directory = siteToBe();
    directory
        .filter(named -> !Files.isDirectory(named))
        .ifPresent(
            named -> {
              throw new CliException(
                  ExitCode.WRONG_USAGE, "--site: %s is no directory".formatted(named));
            });
    return directory;
  }

  /** As {@link #site()}, for a command that makes it. */
  Optional<Path> siteToBe() {
    return Stream.of(
            Optional.ofNullable(site),
            named(System.getProperty("tagout.policy.site")),
            named(System.getenv("TAGOUT_POLICY_SITE")))
        .flatMap(Optional::stream)
        .findFirst()
        .map(directory -> directory.toAbsolutePath().normalize());
  }

  private static Optional<Path> named(String directory) {
    return Optional.ofNullable(directory).filter(text -> !text.isBlank()).map(Path::of);
  }
}
