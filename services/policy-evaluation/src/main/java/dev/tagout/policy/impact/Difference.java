package dev.tagout.policy.impact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How two answers to one question differ.
 *
 * @param outcome whether the outcome is another
 * @param changed violations of the same rule, kind and subject that are told otherwise
 */
public record Difference(
    boolean outcome, List<Violation> added, List<Violation> removed, List<Changed> changed) {

  /**
   * @param fields that differ
   */
  public record Changed(String rule, List<String> fields, Violation now, Violation then) {}

  static Difference between(Decision now, Decision then) {
    List<Violation> before = new ArrayList<>(now.violations());
    List<Violation> added = new ArrayList<>();
    for (Violation violation : then.violations()) {
      if (!before.remove(violation)) {
        added.add(violation);
      }
    }
    List<Violation> removed = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    for (Violation violation : before) {
      Violation counterpart = takeCounterpart(added, violation);
      if (counterpart == null) {
        removed.add(violation);
      } else {
        changed.add(
            new Changed(violation.rule(), fields(violation, counterpart), violation, counterpart));
      }
    }
    return new Difference(now.outcome() != then.outcome(), added, removed, changed);
  }

  private static Violation takeCounterpart(List<Violation> among, Violation of) {
    for (Iterator<Violation> all = among.iterator(); all.hasNext(); ) {
      Violation one = all.next();
      if (one.rule().equals(of.rule())
          && one.kind() == of.kind()
          && one.subject() == of.subject()) {
        all.remove();
        return one;
      }
    }
    return null;
  }

  private static List<String> fields(Violation now, Violation then) {
    JsonNode before = Json.toTree(now);
    return Json.toTree(then).properties().stream()
        .filter(field -> !field.getValue().equals(before.get(field.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
