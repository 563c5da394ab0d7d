package dev.tagout.cli.service;

import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
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

  protected final Environment environment() {
    return options.environment();
  }
}
