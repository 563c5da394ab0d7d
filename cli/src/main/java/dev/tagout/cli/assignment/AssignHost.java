package dev.tagout.cli.assignment;

import dev.tagout.cli.service.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagout assign host ID} */
@Command(
    name = "host",
    description = {
      "Declares what a host is, as a whole: what is not given is no longer declared.",
      "It may come before the host is first seen."
    },
    sortOptions = false)
final class AssignHost extends AssignOne {
  @Parameters(
      paramLabel = "HOST",
      description = "Its id, such as libvirt:host-a, or its name where only one has it.")
  private String host;

  @Option(names = "--maintenance", description = "VMs are patched there.")
  private Boolean maintenance;

  @Option(
      names = "--enforcement",
      paramLabel = "MODE",
      description =
          "${COMPLETION-CANDIDATES}: whether refusals there bind, or are only recorded; unless"
              + " given as the site says.")
  private Assignment.Enforcement enforcement;

  @Override
  Subject subject() {
    return Subject.HOST;
  }

  @Override
  String typed() {
    return host;
  }

  @Override
  Boolean maintenance() {
    return maintenance;
  }

  @Override
  Assignment.Enforcement enforcement() {
    return enforcement;
  }
}
