package dev.tagout.cli.report;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout report} */
@Command(
    name = "report",
    description = "Reports: what an auditor asks for.",
    sortOptions = false,
    subcommands = ReportCompliance.class)
public final class ReportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which report");
  }
}
