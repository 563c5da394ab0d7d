package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.text.Document;
import java.util.List;

/** A run, for people. */
final class RunPage {
  private RunPage() {}

  static List<String> lines(String title, JsonNode run) {
    Document page = new Document().line(title);
    page.field("id", Answer.text(run, "runId"));
    page.field("status", Answer.text(run, "status"));
    page.field("reason", Answer.text(run, "reason"));
    page.field("held by", Answer.text(run, "hold"));
    page.field("vm", vm(run));
    page.field("tier", Answer.text(run, "tier"));
    page.field("host", Answer.text(run, "host"));
    page.field("host group", Answer.text(run, "hostGroup"));
    page.field("instance", Answer.text(run, "instance"));
    page.field("trigger", Answer.text(run, "trigger"));
    page.field("action", Answer.text(run, "action"));
    page.field("rules", String.join(", ", Answer.texts(run.path("rules"))));
    page.field("decision", Answer.text(run, "decisionId"));
    page.field("started", Answer.text(run, "startedAt"));
    page.field("due", Answer.text(run, "dueAt"));
    page.field("ended", Answer.text(run, "endedAt"));
    page.field("approved by", Answer.text(run, "approvedBy"));
    page.field("cancelled by", Answer.text(run, "cancelledBy"));
    if (!run.path("attempts").isEmpty()) {
      page.heading("Attempts");
      run.path("attempts")
          .forEach(
              attempt ->
                  page.item(
                      Answer.text(attempt, "number") + ".",
                      "%s, %s: %s"
                          .formatted(
                              Answer.text(attempt, "begunAt"),
                              Answer.text(attempt, "tried"),
                              attempt.path("result").asText("goes on"))));
    }
    return page.lines();
  }

  /** What people call the VM. */
  static String label(JsonNode run) {
    String name = run.path("vmName").asText("");
    return name.isBlank() ? run.path("vm").asText("") : name;
  }

  private static String vm(JsonNode run) {
    String id = run.path("vm").asText("");
    String label = label(run);
    return label.equals(id) ? id : label + " " + id;
  }
}
