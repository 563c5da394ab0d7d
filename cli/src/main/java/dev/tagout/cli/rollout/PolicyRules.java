package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout policy rules} */
@Command(
    name = "rules",
    description = {
      "The rules that the service decides by, with their parameters as the site has set them.",
      "A rule sleeps while no fact that it needs has ever been seen."
    },
    sortOptions = false)
public final class PolicyRules extends Remote {
  @Parameters(
      arity = "0..1",
      paramLabel = "RULE",
      description = "Only this one, in full, such as patch/scan_stale.")
  private String rule;

  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    if (rule == null) {
      Listing rules = page.ask(service, "/v1/policies/rules", Query::new);
      page.write(rules, PolicyRules::table, "rules", output);
      return ExitCode.DONE;
    }
    JsonNode found =
        Listing.all(service, "/v1/policies/rules").stream()
            .filter(item -> rule.equals(Answer.text(item, "rule")))
            .findFirst()
            .orElseThrow(() -> new CliException(ExitCode.NO, "there is no rule " + rule));
    if (output.isJson()) {
      output.json(found);
    } else {
      print(lines(found));
    }
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> rules) {
    Table table =
        new Table()
            .whole("RULE")
            .column("SEVERITY", 10)
            .column("ACTION", 10)
            .column("STATE", 8)
            .column("NEEDS", 40)
            .column("TITLE", 48);
    for (JsonNode rule : rules) {
      table.row(
          Answer.text(rule, "rule"),
          Answer.text(rule, "severity"),
          rule.path("parameters").path("default").path("action").asText(""),
          rule.path("sleeping").asBoolean() ? "sleeps" : "",
          String.join(", ", Answer.texts(rule.path("needs"))),
          Answer.text(rule, "title"));
    }
    return table;
  }

  static List<String> lines(JsonNode rule) {
    Document page =
        new Document().line(rule.path("rule").asText() + ": " + rule.path("title").asText());
    for (String member : List.of("description", "why")) {
      String text = rule.path(member).asText("");
      if (!text.isBlank()) {
        page.empty().line(text);
      }
    }
    page.empty();
    page.field("severity", Answer.text(rule, "severity"));
    page.field("then", Answer.text(rule, "remediation"));
    page.field("needs", String.join(", ", Answer.texts(rule.path("needs"))));
    page.field("controls", String.join(", ", Answer.texts(rule.path("controls"))));
    page.field(
        "sleeps",
        rule.path("sleeping").asBoolean() ? "yes: no fact that it needs was ever seen" : null);
    JsonNode parameters = rule.path("parameters");
    parameters(page, "Parameters", parameters.path("default"));
    parameters
        .path("tiers")
        .properties()
        .forEach(tier -> parameters(page, "Parameters of tier " + tier.getKey(), tier.getValue()));
    return page.lines();
  }

  private static void parameters(Document page, String heading, JsonNode values) {
    if (values.isEmpty()) {
      return;
    }
    page.heading(heading);
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      page.indented(
          value.getKey()
              + ": "
              + (value.getValue().isValueNode()
                  ? value.getValue().asText()
                  : value.getValue().toString()));
    }
  }
}
