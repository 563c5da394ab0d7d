package dev.tagout.cli.waiver;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout waiver …} */
@Command(
    name = "waiver",
    description = "Waivers: time-bound exceptions that somebody else approves.",
    sortOptions = false,
    subcommands = {
      WaiverRequest.class,
      WaiverApprove.class,
      WaiverRevoke.class,
      WaiverList.class,
      WaiverShow.class
    })
public final class WaiverCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with waivers");
  }
}
