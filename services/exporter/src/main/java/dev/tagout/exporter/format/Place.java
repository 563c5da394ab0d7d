package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something stands in an event: names with dots between them; {@code []} after a name is each
 * element of a list, {@code [tier]} the elements whose {@code name} is {@code tier}. So {@code
 * resources[].tags[tier].value}.
 */
final class Place {
  private static final Pattern STEP = Pattern.compile("(\\w+)(?:\\[(\\w*)])?");

  private final String path;
  private final List<Step> steps;

  private record Step(String name, String element) {}

  private Place(String path, List<Step> steps) {
    this.path = path;
    this.steps = steps;
  }

  static Place of(String path) {
    List<Step> steps = new ArrayList<>();
    for (String part : path.split("\\.")) {
      Matcher step = STEP.matcher(part);
      if (!step.matches()) {
        throw new IllegalArgumentException("no place in an event: " + path);
      }
      steps.add(new Step(step.group(1), step.group(2)));
    }
    return new Place(path, List.copyOf(steps));
  }

  /** What stands there: none, one, or of lists several. */
  List<JsonNode> in(JsonNode event) {
    if (steps.size() == 1 && steps.getFirst().element == null) {
      JsonNode only = event.get(steps.getFirst().name);
      return only == null ? List.of() : List.of(only);
    }
    List<JsonNode> found = new ArrayList<>(2);
    walk(event, 0, found);
    return found;
  }

  private void walk(JsonNode at, int depth, List<JsonNode> found) {
    if (depth == steps.size()) {
      found.add(at);
      return;
    }
    Step step = steps.get(depth);
    JsonNode next = at.get(step.name);
    if (next == null) {
      return;
    }
    if (step.element == null) {
      walk(next, depth + 1, found);
    } else if (next.isArray()) {
      for (JsonNode one : next) {
        if (step.element.isEmpty() || step.element.equals(one.path("name").asText())) {
          walk(one, depth + 1, found);
        }
      }
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
