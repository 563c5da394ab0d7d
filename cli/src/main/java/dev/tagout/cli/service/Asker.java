package dev.tagout.cli.service;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who asks: what was typed, else what the environment says, else a local user. */
final class Asker {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
  private static final String LOCAL_USER = "alice";

  private Asker() {}

  /**
   * @param tokenFile as it was given, or null
   * @param user as it was given, or null
   * @return empty when nobody says who asks
   * @throws CliException when what was given makes no sense
   */
  static Optional<BearerToken> token(Environment environment, Path tokenFile, String user) {
    if (tokenFile != null && user != null) {
      throw new CliException(
          ExitCode.WRONG_USAGE, "--token-file and --as do not go together: one of them asks");
    }
    if (tokenFile != null) {
      return Optional.of(BearerToken.read(tokenFile));
    }
    if (user != null) {
      Path file = fileOf(environment, user);
      if (!Files.exists(file)) {
        throw new CliException(
            ExitCode.WRONG_USAGE,
            "there is no local user " + user,
            List.of("`tagout up` makes the tokens of alice and bob, in " + file.getParent() + "."));
      }
      return Optional.of(BearerToken.read(file));
    }
    Optional<String> given = environment.variable("TAGOUT_TOKEN");
    if (given.isPresent()) {
      return given.map(value -> BearerToken.of(value, "TAGOUT_TOKEN"));
    }
    if (environment.checkout().isEmpty()) {
      return Optional.empty();
    }
    Path file = fileOf(environment, environment.variable("TAGOUT_USER").orElse(LOCAL_USER));
    return Files.exists(file) ? Optional.of(BearerToken.read(file)) : Optional.empty();
  }

  private static Path fileOf(Environment environment, String user) {
    if (!USER.matcher(user).matches()) {
      throw new CliException(ExitCode.WRONG_USAGE, "no name of a user: " + user);
    }
    Path root =
        environment
            .checkout()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.WRONG_USAGE,
                        "local users are those of a checkout: start this with its ./tagout"));
    return root.resolve(".tagout").resolve("tokens").resolve(user);
  }
}
