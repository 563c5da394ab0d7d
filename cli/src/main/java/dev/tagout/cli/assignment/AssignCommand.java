package dev.tagout.cli.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout assign …} */
@Command(
    name = "assign",
    description = {
      "Declares what VMs and hosts are: one of them, or all that a file names.",
      "What a file does not name is left alone, unless --prune is given."
    },
    footer = {
      "%nA file:",
      "  vms:",
      "    - id: libvirt:5f0c1a52-7c1e-4c1b-9a63-0d8f1c0f7a11",
      "      tier: internal",
      "      owner: finance",
      "      contact: finance-it@example.org",
      "      admins: [alice, bob]",
      "  hosts:",
      "    - id: libvirt:host-a",
      "      tier: restricted",
      "      group: finance",
      "      maintenance: false",
      "      enforcement: observe",
      "%nExamples:",
      "  tagout assign vm web-01 --tier internal --owner finance",
      "  tagout assign -f fleet.yaml --dry-run"
    },
    sortOptions = false,
    subcommands = {AssignVm.class, AssignHost.class})
public final class AssignCommand extends Remote {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A YAML file of VMs and hosts with their assignments.")
  private Path file;

  @Option(names = "--dry-run", description = "Shows what would change, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--prune",
      description = "Takes the assignment from every VM and host that the file does not name.")
  private boolean prune;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    if (file == null) {
      throw wrongUsage("say what to assign: vm, host, or a file with -f");
    }
    List<FleetFile.Entry> wanted = FleetFile.read(file);
    Map<Subject, List<JsonNode>> now = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      now.put(subject, Listing.all(service, subject.path()));
    }
    Plan plan = Plan.of(wanted, now, prune);
    if (!dryRun) {
      apply(service, plan);
    }
    if (output.isJson()) {
      output.json(plan.toJson(!dryRun));
    } else {
      print(lines(plan, dryRun));
    }
    return ExitCode.DONE;
  }

  /** What was done before a refusal stays done, and is said; to run it again is harmless. */
  private static void apply(PolicyService service, Plan plan) {
    int done = 0;
    for (Plan.Step step : plan.steps()) {
      try {
        assign(service, step);
        done++;
      } catch (CliException e) {
        List<String> details = new ArrayList<>(e.details());
        details.add(
            "This was %s. %d of %d changes were made before it; the same file can be given again."
                .formatted(step.title(), done, plan.steps().size()));
        throw new CliException(e.exitCode(), e.getMessage(), details);
      }
    }
  }

  static JsonNode assign(PolicyService service, Plan.Step step) {
    return service.put(step.subject().path(step.id(), "/assignment"), step.assignment().toJson());
  }

  static List<String> lines(Plan plan, boolean dryRun) {
    Document page = new Document();
    plan.steps().forEach(step -> Plan.describe(page, step));
    if (!plan.steps().isEmpty()) {
      page.empty();
    }
    return page.line(
            "%d %s, %d %s already."
                .formatted(
                    plan.steps().size(),
                    dryRun ? "would change" : "changed",
                    plan.unchanged(),
                    plan.unchanged() == 1 ? "is so" : "are so"))
        .lines();
  }
}
