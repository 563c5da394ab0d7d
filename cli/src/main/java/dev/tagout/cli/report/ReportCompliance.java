package dev.tagout.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.decision.RecordOfService;
import dev.tagout.cli.decision.RecordOptions;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.HttpService;
import dev.tagout.cli.service.Moment;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Fault;
import dev.tagout.contracts.record.RecordReport;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.Top;
import dev.tagout.contracts.report.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout report compliance} */
@Command(
    name = "compliance",
    description = {
      "What happened in a period and how things stand: starts, refusals and why, time to cure, waivers,"
          + " break-glass, bypasses, controls with their evidence, hosts.",
      "Exit status 1 when the record was to be verified and is not as it was sealed; the report is"
          + " written all the same, and says so."
    },
    footer = {
      "%nExamples:",
      "  tagout report compliance --tier restricted --since 30d --output restricted.html",
      "  tagout report compliance --since 2026-10-01T00:00:00Z --until 2026-11-01T00:00:00Z \\",
      "      --verify --key public.pem --output october.html"
    },
    sortOptions = false)
final class ReportCompliance extends Remote {
  private static final int MOST_FAULTS = 20;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "Of VMs of this tier; of all VMs unless given.")
  private String tier;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "From then on: " + Moment.SYNTAX + "; 30d unless given.")
  private Moment since = Moment.of("30d");

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "Until then, in the same notation; now unless given.")
  private Moment until;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}. Unless given, as the ending of the file says, else html.")
  private ReportFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it; standard output unless given.")
  private Path file;

  @Option(
      names = "--verify",
      description =
          "Has the whole sealed record checked here, as `tagout decision verify` does, and says in the"
              + " report what came of it. Implied by --key and --seals.")
  private boolean verify;

  @Mixin private RecordOptions record;

  @Override
  protected ExitCode run(PolicyService service) {
    if (tier != null && tier.isBlank()) {
      throw wrongUsage("--tier is empty; without it the report is on all VMs");
    }
    Clock clock = environment().clock();
    JsonNode answer =
        service.getAsTyped(
            "/v1/reports/compliance",
            new Query()
                .with("tier", tier)
                .with("since", since.past(clock))
                .with("until", until == null ? null : until.past(clock)),
            HttpService.LONG);
    ComplianceReport report = Answer.part(answer, ComplianceReport.class);
    if (verify || record.areGiven()) {
      report = report.with(verified(service, clock.instant()));
    }
    write(rendered(report));
    return report.verification().result() == Verification.Result.FAILED
        ? ExitCode.NO
        : ExitCode.DONE;
  }

  private String rendered(ComplianceReport report) {
    return switch (format == null ? ReportFormat.of(file) : format) {
      case html -> new HtmlPage().render(CompliancePage.of(report));
      case markdown -> MarkdownPage.render(CompliancePage.of(report));
      case json -> Json.toTree(report).toPrettyString() + "\n";
    };
  }

  private Verification verified(PolicyService service, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    try {
      RecordReport checked = record.verification(new RecordOfService(service)).whole();
      List<String> faults = checked.faults().stream().map(Fault::message).toList();
      List<String> told = faults.subList(0, Math.min(MOST_FAULTS, faults.size()));
      return new Verification(
          checked.isProved() ? Verification.Result.PROVED : Verification.Result.FAILED,
          at,
          record.areKeysGiven(),
          checked.seals(),
          checked.entries(),
          new Top<>(told, checked.faultCount() - told.size()),
          checked.remarks());
    } catch (ContractViolation e) {
      return new Verification(
          Verification.Result.FAILED,
          at,
          record.areKeysGiven(),
          0,
          0,
          new Top<>(List.of("the record cannot be checked: " + e.getMessage()), 0),
          List.of());
    }
  }

  /** What was there before is replaced when all of the new one is written, and not earlier. */
  private void write(String text) {
    if (file == null) {
      out().print(text);
      out().flush();
      return;
    }
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.WRONG_USAGE,
          "cannot write " + file,
          List.of(
              Files.isDirectory(target.getParent())
                  ? String.valueOf(e.getMessage())
                  : "There is no directory " + target.getParent() + "."));
    }
    err().println("written to " + file);
  }
}
