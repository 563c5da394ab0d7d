package dev.tagout.cli.service;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that asks policy-evaluation and shows the answer. */
public abstract class Remote extends ServiceCommand {
  @Mixin private ServiceOptions options;

  /** Asks, and shows. */
  protected abstract ExitCode run(PolicyService service);

  @Override
  final ExitCode ask() {
    return run(options.service());
  }

  /** A service that the command does not get by itself. */
  protected final HttpService service(Peer peer) {
    return options.service(peer);
  }

  /**
   * For what no service does for somebody without a name: says so before anything is asked.
   *
   * @throws CliException when there is no token
   */
  protected final void requireToken() {
    if (options.token().isEmpty()) {
      throw new CliException(
          ExitCode.WRONG_USAGE,
          "this takes a bearer token, which says who does it",
          List.of("Give one with --token-file, TAGOUT_TOKEN, or --as a local user."));
    }
  }

  protected final Environment environment() {
    return options.environment();
  }
}
