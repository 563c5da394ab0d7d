package dev.tagout.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code policies/check} found.
 *
 * @param steps in their order
 */
record CheckReport(List<Step> steps, List<Fault> faults) {
  private static final Pattern STEP = Pattern.compile("(ok|FAILED) +(.+)");
  // OPA puts a count before the first of its faults.
  private static final Pattern FAULT =
      Pattern.compile("(?:.*\\d+ errors? occurred[^:]*: )?(\\S[^:]*):(\\d+): (.+)");

  /** One of the things that are looked at. */
  record Step(String name, boolean passed) {}

  /**
   * Something that is wrong.
   *
   * @param file as it is named to people: from the pack's directory, a site's in full
   * @param line from 1
   */
  record Fault(String step, String file, int line, String message) {}

  CheckReport {
    steps = List.copyOf(steps);
    faults = List.copyOf(faults);
  }

  /**
   * @param passed the steps that passed, as the script prints them
   * @param complaint the ones that did not, each after what is wrong
   */
  static CheckReport of(List<String> passed, List<String> complaint) {
    List<Step> steps = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    passed.stream()
        .map(STEP::matcher)
        .filter(step -> step.matches())
        .forEach(step -> steps.add(new Step(step.group(2), true)));
    List<String> open = new ArrayList<>();
    for (var line : complaint) {
      var step = STEP.matcher(line);
      if (step.matches()) {
        steps.add(new Step(step.group(2), false));
        open.stream()
            .map(FAULT::matcher)
            .filter(fault -> fault.matches())
            .map(
                fault ->
                    new Fault(
                        step.group(2),
                        fault.group(1),
                        Integer.parseInt(fault.group(2)),
                        fault.group(3)))
            .filter(fault -> !faults.contains(fault))
            .forEach(faults::add);
        open.clear();
      } else {
        open.add(line);
      }
    }
    return new CheckReport(steps, faults);
  }

  JsonNode json() {
    var json = PolicyTools.JSON.createObjectNode();
    json.put("passed", steps.stream().allMatch(Step::passed));
    json.set("steps", PolicyTools.JSON.valueToTree(steps));
    json.set("faults", PolicyTools.JSON.valueToTree(faults));
    return json;
  }
}
