package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Moment;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout policy readiness} */
@Command(
    name = "readiness",
    description = {
      "What enforcing would do: the tiers that could be enforced today without a refusal, the VMs"
          + " that would have been refused,",
      "for which rules, and which facts are missing where."
    },
    sortOptions = false)
public final class PolicyReadiness extends Remote {
  private static final int MOST_SUBJECTS = 5;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "By what was observed from then on: " + Moment.SYNTAX + "; 30d unless given.")
  private Moment since = Moment.of("30d");

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode readiness =
        service.get(
            "/v1/policies/readiness", new Query().with("since", since.past(environment().clock())));
    if (output.isJson()) {
      output.json(readiness);
    } else {
      print(lines(readiness));
    }
    return ExitCode.DONE;
  }

  static List<String> lines(JsonNode readiness) {
    Document page = new Document();
    page.line("By what was observed since " + readiness.path("since").asText("") + ".");
    tiers(page, readiness.path("tiers"));
    vms(page, readiness.path("vms"));
    rules(page, readiness.path("rules"));
    missing(page, readiness.path("missingFacts"));
    return page.lines();
  }

  private static void tiers(Document page, JsonNode tiers) {
    page.heading("Tiers");
    if (tiers.isEmpty()) {
      page.indented("no VM has one");
      return;
    }
    Table table =
        new Table().column("TIER", 24).number("VMS").number("REFUSED").column("ENFORCE TODAY", 16);
    for (JsonNode tier : tiers) {
      table.row(
          Answer.text(tier, "tier"),
          tier.path("vms").asLong(),
          tier.path("wouldBeRefused").asLong(),
          tier.path("canBeEnforced").asBoolean() ? "can be" : "not yet");
    }
    page.indented(table);
  }

  private static void vms(Document page, JsonNode vms) {
    page.heading("VMs that would be refused");
    Table table =
        new Table()
            .column("NAME", 32)
            .column("TIER", 16)
            .column("OWNER", 24)
            .column("RULES", 60)
            .column("MISSING FACTS", 40)
            .whole("ID");
    for (JsonNode vm : vms) {
      if (vm.path("wouldBeRefused").asBoolean()) {
        table.row(
            Answer.text(vm, "name"),
            Answer.text(vm, "tier"),
            Answer.text(vm, "owner"),
            String.join(", ", Answer.texts(vm.path("rules"))),
            String.join(", ", Answer.texts(vm.path("missingFacts"))),
            Answer.text(vm, "id"));
      }
    }
    if (table.isEmpty()) {
      page.indented("none");
    } else {
      page.indented(table);
    }
  }

  private static void rules(Document page, JsonNode rules) {
    Table table =
        new Table().whole("RULE").number("VIOLATED BY").number("UNKNOWN FOR").column("STATE", 8);
    for (JsonNode rule : rules) {
      table.row(
          Answer.text(rule, "rule"),
          rule.path("violated").asLong(),
          rule.path("unknown").asLong(),
          rule.path("sleeping").asBoolean() ? "sleeps" : "");
    }
    if (!table.isEmpty()) {
      page.heading("Rules").indented(table);
    }
  }

  private static void missing(Document page, JsonNode missing) {
    Table table =
        new Table().column("FACT", 32).number("FOR").column("SUCH AS", 60).whole("FED BY");
    for (JsonNode fact : missing) {
      List<String> subjects = Answer.texts(fact.path("subjects"));
      table.row(
          Answer.text(fact, "fact"),
          subjects.size(),
          String.join(", ", subjects.subList(0, Math.min(MOST_SUBJECTS, subjects.size()))),
          Answer.text(fact, "fedBy"));
    }
    if (!table.isEmpty()) {
      page.heading("Missing facts").indented(table);
    }
  }
}
