package dev.tagout.cli.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.Moment;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Table;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Violation;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout decision list} */
@Command(
    name = "list",
    description = "Decisions that were recorded, newest first.",
    footer = {"%nExample:", "  tagout decision list --outcome denied --since 12h"},
    sortOptions = false)
final class DecisionList extends Remote {
  /** What may be asked for. */
  enum Outcome {
    ALLOWED,
    DENIED,
    WAIVED,
    INDETERMINATE
  }

  @Option(names = "--vm", paramLabel = "VM", description = "Of this VM, as id or name.")
  private String vm;

  @Option(names = "--host", paramLabel = "HOST", description = "On this host, as id or name.")
  private String host;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "With this outcome: ${COMPLETION-CANDIDATES}.")
  private Outcome outcome;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "With a violation of this rule, such as patch/scan_stale.")
  private String rule;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "Decided at or after it: " + Moment.SYNTAX + ".")
  private Moment since;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "Decided before it, in the same notation.")
  private Moment until;

  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    String vmId = Subject.VM.id(service, vm);
    String hostId = Subject.HOST.id(service, host);
    Clock clock = environment().clock();
    Instant from = since == null ? null : since.past(clock);
    Instant to = until == null ? null : until.past(clock);
    Listing decisions =
        page.ask(
            service,
            "/v1/decisions",
            () ->
                new Query()
                    .with("vm", vmId)
                    .with("host", hostId)
                    .with("outcome", outcome)
                    .with("rule", rule)
                    .with("since", from)
                    .with("until", to));
    page.write(decisions, DecisionList::table, "decisions", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> decisions) {
    Table table =
        new Table()
            .whole("DECIDED")
            .column("OUTCOME", 26)
            .column("POINT", 10)
            .column("VM", 24)
            .column("HOST", 24)
            .column("RULES", 48)
            .whole("ID");
    for (JsonNode item : decisions) {
      Decision decision = Answer.part(item, Decision.class);
      table.row(
          decision.decidedAt().truncatedTo(ChronoUnit.SECONDS),
          outcome(decision),
          decision.point(),
          decision.vm().label(),
          decision.host() == null ? null : decision.host().label(),
          decision.violations().stream()
              .map(Violation::rule)
              .distinct()
              .collect(Collectors.joining(", ")),
          decision.decisionId().value());
    }
    return table;
  }

  /** What policy says, and why it is admitted all the same. */
  private static String outcome(Decision decision) {
    String outcome = decision.outcome().name();
    if (DecisionPage.isByBreakGlass(decision)) {
      return outcome + ", break-glass";
    }
    return decision.outcome() == dev.tagout.contracts.decision.Outcome.DENIED && decision.admitted()
        ? outcome + ", observed"
        : outcome;
  }
}
