package dev.tagout.cli.policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout policy …} */
@Command(
    name = "policy",
    description = "Policies: check, try, activate.",
    sortOptions = false,
    subcommands = {
      NewCommand.class,
      CheckCommand.class,
      TestCommand.class,
      BuildCommand.class,
      DocsCommand.class
    })
public final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with policies");
  }
}
