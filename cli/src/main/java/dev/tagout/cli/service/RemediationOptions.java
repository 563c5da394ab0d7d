package dev.tagout.cli.service;

import dev.tagout.cli.Environment;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which remediation is asked, and who asks. */
final class RemediationOptions {
  /** Options of their own heading, so that they do not stand between those of the command. */
  static final class Options {
    @Option(
        names = "--remediation-url",
        paramLabel = "URL",
        description =
            "Where remediation is; else TAGOUT_REMEDIATION_URL, else port TAGOUT_REMEDIATION_PORT"
                + " (8083) of 127.0.0.1.")
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
  RemediationService service() {
    Environment environment = Environment.of(command);
    return new RemediationService(
        ServiceAddress.of(environment, Peer.REMEDIATION, options.url),
        Asker.token(environment, options.tokenFile, options.user));
  }
}
