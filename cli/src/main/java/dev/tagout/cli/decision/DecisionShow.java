package dev.tagout.cli.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Age;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Table;
import dev.tagout.contracts.decision.Decision;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout decision show ID} */
@Command(
    name = "show",
    description = {
      "One decision, with the facts that it was made from.",
      "-o json has its whole input, from which it can be replayed."
    },
    sortOptions = false)
final class DecisionShow extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id, a UUID: refusals name it.")
  private UUID id;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode recorded = service.get(PolicyService.path("/v1/decisions", id.toString(), ""));
    if (output.isJson()) {
      output.json(recorded);
    } else {
      print(lines(Answer.part(recorded, Decision.class), recorded.path("input")));
    }
    return ExitCode.DONE;
  }

  static List<String> lines(Decision decision, JsonNode input) {
    Document page = new Document().line(decision.message());
    page.field("decision", decision.decisionId().value());
    page.field("outcome", decision.outcome() + (decision.admitted() ? ", admitted" : ", refused"));
    page.field("break-glass", decision.breakGlass());
    page.field("asked", decision.point() + ", " + decision.operation());
    page.field("by", decision.requestedBy());
    page.field("ticket", decision.ticket());
    DecisionPage.subjects(page, decision);
    page.field("decided", decision.decidedAt());
    page.field("until", decision.validUntil());
    page.field("revision", decision.revision());
    DecisionPage.violations(page, decision);
    facts(page, decision, input);
    return page.lines();
  }

  /** Groups of facts are the members of VM and host that say when they were observed. */
  private static void facts(Document page, Decision decision, JsonNode input) {
    Table table =
        new Table().column("GROUP", 32).whole("OBSERVED").number("AGE THEN").column("SOURCE", 48);
    for (String subject : List.of("vm", "host")) {
      for (Map.Entry<String, JsonNode> group : input.path(subject).properties()) {
        String observedAt = group.getValue().path("observedAt").asText("");
        if (!observedAt.isEmpty()) {
          table.row(
              subject + "." + group.getKey(),
              observedAt,
              age(observedAt, decision.decidedAt()),
              group.getValue().path("source").asText(""));
        }
      }
    }
    if (!table.isEmpty()) {
      page.heading("Facts");
      page.indented(table);
    }
  }

  private static String age(String observedAt, Instant decidedAt) {
    try {
      return Age.of(Duration.between(Instant.parse(observedAt), decidedAt));
    } catch (DateTimeException e) {
      return "";
    }
  }
}
