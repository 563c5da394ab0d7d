package dev.tagout.cli.inventory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout host …} */
@Command(
    name = "host",
    description = "Hosts: what is known of them.",
    sortOptions = false,
    subcommands = {HostList.class, HostShow.class})
public final class HostCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with hosts");
  }
}
