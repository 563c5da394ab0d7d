package dev.tagout.cli.dlq;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout dlq …} */
@Command(
    name = "dlq",
    description = "Dead letters: records that could not be processed or sent, and why.",
    sortOptions = false,
    subcommands = {DlqList.class, DlqShow.class, DlqReplay.class})
public final class DlqCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with dead letters");
  }
}
