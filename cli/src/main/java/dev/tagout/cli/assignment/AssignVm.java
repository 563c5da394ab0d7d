package dev.tagout.cli.assignment;

import dev.tagout.cli.service.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tagout assign vm ID} */
@Command(
    name = "vm",
    description = {
      "Declares what a VM is, as a whole: what is not given is no longer declared.",
      "It may come before the VM is first seen."
    },
    sortOptions = false)
final class AssignVm extends AssignOne {
  @Parameters(
      paramLabel = "VM",
      description = "Its id, such as libvirt:0f3c…, or its name where only one has it.")
  private String vm;

  @Override
  Subject subject() {
    return Subject.VM;
  }

  @Override
  String typed() {
    return vm;
  }

  @Override
  Boolean maintenance() {
    return null;
  }

  @Override
  Assignment.Enforcement enforcement() {
    return null;
  }
}
