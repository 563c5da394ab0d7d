package dev.tagout.cli.policy;

import dev.tagout.cli.rollout.PolicyActivate;
import dev.tagout.cli.rollout.PolicyImpact;
import dev.tagout.cli.rollout.PolicyReadiness;
import dev.tagout.cli.rollout.PolicyRevisions;
import dev.tagout.cli.rollout.PolicyRollback;
import dev.tagout.cli.rollout.PolicyRules;
import dev.tagout.cli.rollout.PolicyTry;
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
      DocsCommand.class,
      PolicyRules.class,
      PolicyTry.class,
      PolicyImpact.class,
      PolicyActivate.class,
      PolicyRollback.class,
      PolicyReadiness.class,
      PolicyRevisions.class
    })
public final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with policies");
  }
}
