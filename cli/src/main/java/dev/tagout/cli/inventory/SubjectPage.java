package dev.tagout.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.text.Age;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Table;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;

/** What the pages of a VM and of a host have in common. */
final class SubjectPage {
  private SubjectPage() {}

  /** What was declared, and that nothing was. */
  static void assignment(Document page, JsonNode assignment) {
    page.heading("Assigned");
    if (!assignment.isObject() || assignment.isEmpty()) {
      page.indented("nothing");
      return;
    }
    for (String field : new String[] {"tier", "group", "owner", "contact"}) {
      page.field(field, Answer.text(assignment, field));
    }
    page.field("admins", String.join(", ", Answer.texts(assignment.path("admins"))));
    page.field("maintenance", assignment.path("maintenance").asBoolean() ? "yes" : null);
    page.field("enforcement", Answer.text(assignment, "enforcement"));
  }

  /** Groups of facts with their ages. */
  static void facts(Document page, JsonNode facts) {
    page.heading("Facts");
    if (facts.isEmpty()) {
      page.indented("none are known");
      return;
    }
    Table table =
        new Table().column("GROUP", 32).whole("OBSERVED").number("AGE").column("SOURCE", 48);
    for (Map.Entry<String, JsonNode> group : facts.properties()) {
      table.row(
          group.getKey(),
          group.getValue().path("observedAt").asText(""),
          age(group.getValue().path("age").asText("")),
          group.getValue().path("source").asText(""));
    }
    page.indented(table);
  }

  private static String age(String duration) {
    try {
      return Age.of(Duration.parse(duration));
    } catch (DateTimeException e) {
      return "";
    }
  }
}
