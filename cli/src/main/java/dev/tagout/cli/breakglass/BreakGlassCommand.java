package dev.tagout.cli.breakglass;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout break-glass …} */
@Command(
    name = "break-glass",
    description = "Break-glass: admits one VM once against a denial, when somebody else approves.",
    sortOptions = false,
    subcommands = {
      BreakGlassRequest.class,
      BreakGlassApprove.class,
      BreakGlassRevoke.class,
      BreakGlassList.class,
      BreakGlassShow.class
    })
public final class BreakGlassCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with break-glass");
  }
}
