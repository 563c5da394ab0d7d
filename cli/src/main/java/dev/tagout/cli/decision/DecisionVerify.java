package dev.tagout.cli.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Document;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Fault;
import dev.tagout.contracts.record.InclusionProof;
import dev.tagout.contracts.record.RecordEntry;
import dev.tagout.contracts.record.RecordReport;
import dev.tagout.contracts.record.RecordVerification;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout decision verify [ID]} */
@Command(
    name = "verify",
    description = {
      "Proves that a decision is what was recorded and sealed; without ID, that all of the record is:"
          + " nothing changed, removed or added since.",
      "All hashes are computed here, from the rows. Exit code 1 when something is not as it was sealed."
    },
    footer = {
      "%nExamples:",
      "  tagout decision verify --key public.pem --seals seals.jsonl",
      "  tagout decision verify 019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b"
    },
    sortOptions = false)
final class DecisionVerify extends Remote {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "One decision, by its id; the whole record unless given.")
  private UUID id;

  @Mixin private RecordOptions options;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    RecordOfService record = new RecordOfService(service);
    try {
      RecordVerification verification = options.verification(record);
      RecordReport report = id == null ? verification.whole() : one(service, record, verification);
      if (output.isJson()) {
        output.json(Json.toTree(report));
      } else {
        print(lines(report));
      }
      return report.isProved() ? ExitCode.DONE : ExitCode.NO;
    } catch (ContractViolation e) {
      throw new CliException(ExitCode.NO, "the record cannot be checked: " + e.getMessage());
    }
  }

  private RecordReport one(
      PolicyService service, RecordOfService record, RecordVerification verification) {
    RecordReport report =
        verification
            .one(id.toString())
            .orElseThrow(() -> new CliException(ExitCode.NO, "the record has no decision " + id));
    return report.isProved() ? shownAsSealed(service, record, report) : report;
  }

  /** What people are shown has to be what was sealed, too. */
  private RecordReport shownAsSealed(
      PolicyService service, RecordOfService record, RecordReport report) {
    Decision sealed =
        record
            .proof(id.toString())
            .map(InclusionProof::item)
            .map(item -> RecordEntry.parse(item.entry()))
            .map(entry -> Answer.part(entry.content().path("body"), Decision.class))
            .orElseThrow();
    Optional<JsonNode> shown = service.find(PolicyService.path("/v1/decisions", id.toString(), ""));
    if (shown
        .map(decision -> Answer.part(decision, Decision.class))
        .filter(sealed::equals)
        .isPresent()) {
      return report;
    }
    return new RecordReport(
        report.seals(),
        report.entries(),
        report.pastRetention(),
        report.waiting(),
        1,
        List.of(
            new Fault(
                Fault.Kind.CHANGED,
                null,
                "decision",
                id.toString(),
                "decision " + id + " is shown by the service in another way than it was sealed")),
        report.remarks());
  }

  private List<String> lines(RecordReport report) {
    Document page = new Document().line(verdict(report));
    page.field("seals", report.seals());
    page.field("entries", report.entries());
    if (report.pastRetention() > 0) {
      page.field("dropped", report.pastRetention() + " are past their retention");
    }
    if (!report.faults().isEmpty()) {
      page.heading("Not as it was sealed");
      report.faults().forEach(fault -> page.item("-", fault.message()));
      long more = report.faultCount() - report.faults().size();
      if (more > 0) {
        page.item("-", "and " + more + " more");
      }
    }
    if (!report.remarks().isEmpty()) {
      page.heading("What this does not prove");
      report.remarks().forEach(remark -> page.item("-", remark));
    }
    return page.lines();
  }

  private String verdict(RecordReport report) {
    String what = id == null ? "The record" : "Decision " + id;
    if (report.isProved()) {
      return what + " is as it was sealed.";
    }
    return "%s is NOT as it was sealed: %d %s."
        .formatted(what, report.faultCount(), report.faultCount() == 1 ? "fault" : "faults");
  }
}
