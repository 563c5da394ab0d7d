package dev.tagout.cli;

import dev.tagout.cli.assignment.AssignCommand;
import dev.tagout.cli.breakglass.BreakGlassCommand;
import dev.tagout.cli.decision.DecisionCommand;
import dev.tagout.cli.dlq.DlqCommand;
import dev.tagout.cli.inventory.HostCommand;
import dev.tagout.cli.inventory.VmCommand;
import dev.tagout.cli.policy.PolicyCommand;
import dev.tagout.cli.remediation.BreakerCommand;
import dev.tagout.cli.remediation.RunCommand;
import dev.tagout.cli.report.ReportCommand;
import dev.tagout.cli.text.Printable;
import dev.tagout.cli.waiver.WaiverCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tagout} for people. */
@Command(
    name = "tagout",
    description = "A VM that is not fit to run does not start.",
    sortOptions = false,
    subcommands = {
      VmCommand.class,
      HostCommand.class,
      AssignCommand.class,
      PolicyCommand.class,
      WaiverCommand.class,
      BreakGlassCommand.class,
      DecisionCommand.class,
      ReportCommand.class,
      DlqCommand.class,
      RunCommand.class,
      BreakerCommand.class
    })
public final class Tagout implements Runnable {
  private static final int USAGE_WIDTH = 100;

  private final Environment environment;

  @Spec private CommandSpec spec;

  Tagout(Environment environment) {
    this.environment = environment;
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Ready to execute; errors become one line and an exit code. */
  public static CommandLine commandLine() {
    return commandLine(Environment.ofProcess());
  }

  /** As {@link #commandLine()}, somewhere else. */
  public static CommandLine commandLine(Environment environment) {
    CommandLine tagout = new CommandLine(new Tagout(environment));
    help(tagout);
    return tagout
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(USAGE_WIDTH)
        .setExecutionExceptionHandler(Tagout::failed);
  }

  public Environment environment() {
    return environment;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }

  private static void help(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help").usageHelp(true).description("Says this.").build());
    }
    command.getSubcommands().values().forEach(Tagout::help);
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result)
      throws Exception {
    if (e instanceof CliException failure) {
      PrintWriter err = command.getErr();
      err.println("tagout: " + Printable.line(failure.getMessage()));
      failure.details().forEach(detail -> err.println(Printable.text(detail)));
      return failure.exitCode().number();
    }
    throw e;
  }
}
