package dev.tagout.cli.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be done so that assignments are those of a file.
 *
 * @param steps in the order of the file, then what is pruned
 * @param unchanged how many assignments of the file are what is assigned already
 */
record Plan(List<Step> steps, int unchanged) {
  /** A VM or host whose assignment differs. */
  record Step(
      Subject subject,
      String id,
      String name,
      boolean seen,
      Assignment assignment,
      JsonNode before,
      List<Assignment.Change> changes) {
    /** What is said of it in one line. */
    String title() {
      String label = name == null || name.isBlank() ? id : name + " (" + id + ")";
      return subject.word() + " " + label + (seen ? "" : ", not seen yet");
    }
  }

  Plan {
    steps = List.copyOf(steps);
  }

  /**
   * @param now what the service knows of each kind
   * @param prune whether what is assigned and not in the file is no longer to be assigned anything
   */
  static Plan of(List<FleetFile.Entry> wanted, Map<Subject, List<JsonNode>> now, boolean prune) {
    Map<Subject, Map<String, JsonNode>> known = new LinkedHashMap<>();
    now.forEach(
        (subject, items) -> {
          Map<String, JsonNode> byId = new LinkedHashMap<>();
          items.forEach(item -> byId.put(item.path("id").asText(), item));
          known.put(subject, byId);
        });
    List<Step> steps = new ArrayList<>();
    Set<String> named = new HashSet<>();
    int unchanged = 0;
    for (FleetFile.Entry entry : wanted) {
      named.add(entry.subject() + " " + entry.id());
      JsonNode item = known.getOrDefault(entry.subject(), Map.of()).get(entry.id());
      Step step = step(entry.subject(), entry.id(), item, entry.assignment());
      if (step.changes().isEmpty()) {
        unchanged++;
      } else {
        steps.add(step);
      }
    }
    if (prune) {
      known.forEach(
          (subject, byId) ->
              byId.forEach(
                  (id, item) -> {
                    Step step = step(subject, id, item, Assignment.NONE);
                    if (!named.contains(subject + " " + id) && !step.changes().isEmpty()) {
                      steps.add(step);
                    }
                  }));
    }
    return new Plan(steps, unchanged);
  }

  /**
   * @param item null when the service has never heard of it
   */
  static Step step(Subject subject, String id, JsonNode item, Assignment assignment) {
    JsonNode before =
        item != null && item.path("assignment").isObject()
            ? item.get("assignment")
            : JsonNodeFactory.instance.objectNode();
    return new Step(
        subject,
        id,
        item == null ? null : item.path("name").asText(null),
        item != null,
        assignment,
        before,
        assignment.changes(before));
  }

  /** For people: each step with what changes. */
  static Document describe(Document page, Step step) {
    page.line(step.title());
    step.changes()
        .forEach(
            change ->
                page.indented(
                    "%s: %s -> %s"
                        .formatted(
                            change.field(),
                            Assignment.text(change.before()),
                            Assignment.text(change.after()))));
    return page;
  }

  /** For programs. */
  JsonNode toJson(boolean applied) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("applied", applied);
    json.put("unchanged", unchanged);
    ArrayNode changes = json.putArray("changes");
    for (Step step : steps) {
      ObjectNode change = changes.addObject();
      change.put("kind", step.subject() == Subject.VM ? "vm" : "host");
      change.put("id", step.id());
      change.set("before", step.before());
      change.set("after", step.assignment().toJson());
    }
    return json;
  }
}
