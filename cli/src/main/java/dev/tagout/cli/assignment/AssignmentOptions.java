package dev.tagout.cli.assignment;

import java.util.List;
import picocli.CommandLine.Option;

/** What may be declared about VMs and hosts alike. */
final class AssignmentOptions {
  @Option(
      names = "--tier",
      paramLabel = "TIER",
      required = true,
      description = "How sensitive it is, a name of the policies' order of tiers.")
  String tier;

  @Option(names = "--group", paramLabel = "GROUP", description = "Its group, such as finance.")
  String group;

  @Option(names = "--owner", paramLabel = "OWNER", description = "Whom it belongs to.")
  String owner;

  @Option(
      names = "--contact",
      paramLabel = "CONTACT",
      description = "Whom a refusal says to ask, such as an address.")
  String contact;

  @Option(
      names = "--admin",
      paramLabel = "USER",
      description = "One of its administrators; may be given several times.")
  List<String> admins;
}
