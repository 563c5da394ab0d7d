package dev.tagout.cli.decision;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout decision …} */
@Command(
    name = "decision",
    description = "The record of decisions.",
    sortOptions = false,
    subcommands = {DecisionList.class, DecisionShow.class, DecisionVerify.class})
public final class DecisionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with decisions");
  }
}
