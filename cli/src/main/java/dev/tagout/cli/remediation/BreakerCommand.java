package dev.tagout.cli.remediation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout breaker …} */
@Command(
    name = "breaker",
    description =
        "Breakers: when a whole tier turns bad at once, nothing of it is stopped until somebody"
            + " looked.",
    sortOptions = false,
    subcommands = {BreakerList.class, BreakerReset.class})
public final class BreakerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with breakers");
  }
}
