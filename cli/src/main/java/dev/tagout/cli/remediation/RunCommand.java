package dev.tagout.cli.remediation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout run …} */
@Command(
    name = "run",
    description = "Runs: what is done to VMs, or waits for a person.",
    sortOptions = false,
    subcommands = {RunList.class, RunShow.class, RunApprove.class, RunCancel.class})
public final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with runs");
  }
}
