package dev.tagout.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.decision.DecisionPage;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Age;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Table;
import dev.tagout.contracts.decision.Decision;
import java.time.Duration;
import java.util.List;

/** Why a VM would be answered as it would, in the order in which somebody asks. */
final class ExplanationPage {
  private ExplanationPage() {}

  static List<String> lines(Decision decision, JsonNode explanation) {
    Document page = new Document().line(DecisionPage.verdict(decision));
    DecisionPage.subjects(page, decision);
    page.field("revision", decision.revision());
    DecisionPage.violations(page, decision);
    facts(page, explanation.path("facts"));
    String contact = explanation.path("contact").asText("");
    String owner = explanation.path("owner").asText("");
    if (!contact.isBlank() || !owner.isBlank()) {
      page.heading("Whom to ask");
      page.field("contact", contact).field("owner", owner);
    }
    whatItTakes(page, explanation);
    places(page, decision, explanation.path("admittedOn"));
    waivers(page, decision, explanation.path("waivable"));
    return page.lines();
  }

  private static void facts(Document page, JsonNode facts) {
    if (facts.isEmpty()) {
      return;
    }
    page.heading("Facts");
    Table table =
        new Table().column("GROUP", 32).whole("OBSERVED").number("AGE").column("SOURCE", 48);
    for (JsonNode fact : facts) {
      boolean known = fact.path("known").asBoolean(true);
      table.row(
          fact.path("group").asText(""),
          known ? fact.path("observedAt").asText("") : "not known",
          fact.path("ageSeconds").isNumber()
              ? Age.of(Duration.ofSeconds(fact.path("ageSeconds").asLong()))
              : "",
          fact.path("source").asText(""));
    }
    page.indented(table);
  }

  private static void whatItTakes(Document page, JsonNode explanation) {
    JsonNode changes = explanation.path("after");
    if (!changes.isEmpty()) {
      page.heading("What it would take");
      for (JsonNode change : changes) {
        String host = change.path("host").asText("");
        page.item(
            "-",
            "after %s: %s%s"
                .formatted(
                    change.path("change").asText(),
                    change.path("then").asText(),
                    host.isBlank() ? "" : " on " + host));
      }
      return;
    }
    List<String> fixes = Answer.texts(explanation.path("fixes"));
    if (!fixes.isEmpty()) {
      page.heading("What it would take");
      fixes.forEach(fix -> page.item("-", fix));
    }
  }

  private static void places(Document page, Decision decision, JsonNode admittedOn) {
    if (admittedOn.isEmpty() && decision.admitted()) {
      return;
    }
    page.heading("Where it would start now");
    if (admittedOn.isEmpty()) {
      page.indented("on no host that is known");
    }
    for (JsonNode host : admittedOn) {
      String id = host.path("id").asText("");
      String label = Subject.label(host);
      page.item("-", label.equals(id) ? id : label + " (" + id + ")");
    }
  }

  private static void waivers(Document page, Decision decision, JsonNode waivable) {
    if (waivable.isEmpty() || decision.admitted()) {
      return;
    }
    page.heading("A waiver may be requested");
    page.indented(
        "tagout waiver request --vm %s --rule %s --reason … --expires …"
            .formatted(decision.vm().id(), String.join(" --rule ", Answer.texts(waivable))));
  }
}
