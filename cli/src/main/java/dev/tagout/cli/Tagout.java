package dev.tagout.cli;

import dev.tagout.cli.policy.PolicyCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tagout} for people. */
@Command(
    name = "tagout",
    subcommands = {PolicyCommand.class})
public final class Tagout implements Runnable {
  @Spec private CommandSpec spec;

  Tagout() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Ready to execute; errors become one line and an exit code. */
  public static CommandLine commandLine() {
    return new CommandLine(new Tagout())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Tagout::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result)
      throws Exception {
    if (e instanceof CliException failure) {
      PrintWriter err = command.getErr();
      err.println("tagout: " + failure.getMessage());
      failure.details().forEach(err::println);
      return failure.exitCode().number();
    }
    throw e;
  }
}
