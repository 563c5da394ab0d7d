package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.text.Document;
import java.util.ArrayList;
import java.util.List;

/** What the service says after it has changed what it decides by. */
final class Activation {
  private Activation() {}

  static List<String> lines(JsonNode answer) {
    String revision = answer.path("revision").asText("");
    Document page = new Document();
    if (answer.path("changed").asBoolean(true)) {
      page.line("Revision " + revision + " is active.");
    } else {
      page.line("Revision " + revision + " was active already.");
    }
    page.field("before", Answer.text(answer, "previous"));
    page.field("by", Answer.text(answer, "activatedBy"));
    List<String> lines = new ArrayList<>(page.lines());
    if (answer.path("impact").isObject()) {
      lines.add("");
      lines.addAll(new ImpactReport(answer.path("impact")).text());
    }
    return lines;
  }
}
