package dev.tagout.cli.service;

import dev.tagout.cli.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which policy-evaluation is asked, and who asks. */
public final class ServiceOptions {
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
    return new PolicyService(url(), token());
  }

  /** One of the services. */
  HttpService service(Peer peer) {
    return peer == Peer.POLICY_EVALUATION
        ? service()
        : new HttpService(peer, ServiceAddress.of(environment(), peer, null), token());
  }

  /** What is around the command. */
  public Environment environment() {
    return Environment.of(command);
  }

  URI url() {
    return ServiceAddress.of(environment(), Peer.POLICY_EVALUATION, options.url);
  }

  Optional<BearerToken> token() {
    return Asker.token(environment(), options.tokenFile, options.user);
  }
}
