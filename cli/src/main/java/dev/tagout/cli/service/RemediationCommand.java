package dev.tagout.cli.service;

import dev.tagout.cli.ExitCode;
import picocli.CommandLine.Mixin;

/** A command that asks remediation and shows the answer. */
public abstract class RemediationCommand extends ServiceCommand {
  @Mixin private RemediationOptions options;

  /** Asks, and shows. */
  protected abstract ExitCode run(RemediationService service);

  @Override
  final ExitCode ask() {
    return run(options.service());
  }
}
