package dev.tagout.cli.service;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which service is asked, and who asks. */
public final class ServiceOptions {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
  private static final String LOCAL_USER = "alice";

  /** Options of their own heading, so that they do not stand between those of the command. */
  static final class Options {
    @Option(
        names = "--policy-url",
        paramLabel = "URL",
        description =
            "Where policy-evaluation is; else TAGOUT_POLICY_URL, else port TAGOUT_POLICY_PORT (8082)"
                + " of 127.0.0.1.")
    private String url;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "The bearer token of who asks.")
    private Path tokenFile;

    @Option(
        names = "--as",
        paramLabel = "USER",
        description =
            "A local user of `tagout up`: alice or bob. Without --token-file and --as: the token in"
                + " TAGOUT_TOKEN, else the local user TAGOUT_USER, else alice where there is one.")
    private String user;
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup(validate = false, heading = "%nService:%n")
  private Options options = new Options();

  /** The service that these options name. */
  public PolicyService service() {
    return service(Peer.POLICY_EVALUATION);
  }

  /** One of the services. */
  public PolicyService service(Peer peer) {
    return new PolicyService(peer, url(peer), token());
  }

  /** What is around the command. */
  public Environment environment() {
    return Environment.of(command);
  }

  URI url(Peer peer) {
    Environment environment = environment();
    String text =
        Optional.ofNullable(peer == Peer.POLICY_EVALUATION ? options.url : null)
            .or(() -> environment.variable(peer.urlVariable()))
            .orElseGet(
                () ->
                    "http://127.0.0.1:"
                        + environment.variable(peer.portVariable()).orElse(peer.port()));
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new CliException(
        ExitCode.WRONG_USAGE,
        "no URL of " + peer + ": " + text + " (such as http://127.0.0.1:" + peer.port() + ")");
  }

  Optional<BearerToken> token() {
    Environment environment = environment();
    if (options.tokenFile != null && options.user != null) {
      throw new CliException(
          ExitCode.WRONG_USAGE, "--token-file and --as do not go together: one of them asks");
    }
    if (options.tokenFile != null) {
      return Optional.of(BearerToken.read(options.tokenFile));
    }
    if (options.user != null) {
      Path file = fileOf(options.user);
      if (!Files.exists(file)) {
        throw new CliException(
            ExitCode.WRONG_USAGE,
            "there is no local user " + options.user,
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
    Path file = fileOf(environment.variable("TAGOUT_USER").orElse(LOCAL_USER));
    return Files.exists(file) ? Optional.of(BearerToken.read(file)) : Optional.empty();
  }

  private Path fileOf(String user) {
    if (!USER.matcher(user).matches()) {
      throw new CliException(ExitCode.WRONG_USAGE, "no name of a user: " + user);
    }
    Path root =
        environment()
            .checkout()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.WRONG_USAGE,
                        "local users are those of a checkout: start this with its ./tagout"));
    return root.resolve(".tagout").resolve("tokens").resolve(user);
  }
}
