package dev.tagout.cli.inventory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagout vm …} */
@Command(
    name = "vm",
    description = "VMs: what is known, and what would be answered.",
    sortOptions = false,
    subcommands = {VmList.class, VmShow.class, VmExplain.class})
public final class VmCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with VMs");
  }
}
