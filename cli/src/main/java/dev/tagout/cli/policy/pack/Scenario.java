package dev.tagout.cli.policy.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A whole input and the whole decision on it.
 *
 * @param name of its file, without the ending
 * @param without what is not known, beside its base; an array, or missing
 * @param input what is otherwise than in its base; an object, or missing
 * @param violations of all rules, in the decision's order
 */
public record Scenario(
    String name, String title, JsonNode without, JsonNode input, List<Violation> violations) {

  public Scenario {
    violations = List.copyOf(violations);
  }

  static Scenario of(String name, JsonNode json) {
    return new Scenario(
        name,
        json.path("title").asText(name),
        json.path("without"),
        json.path("input"),
        StreamSupport.stream(json.path("expect").path("violations").spliterator(), false)
            .map(Violation::of)
            .toList());
  }

  /** The violations of one rule. */
  public List<Violation> of(Rule rule) {
    return violations.stream().filter(violation -> violation.rule().equals(rule.id())).toList();
  }

  /**
   * What it shows of the rule. Where a rule leaves to another to say that nothing is known, that
   * other one's violation counts.
   */
  public Set<Case> shows(Rule rule) {
    var cases = EnumSet.noneOf(Case.class);
    if (violations.stream().anyMatch(Violation::unknown)) {
      cases.add(Case.unknown);
    }
    if (of(rule).stream().anyMatch(violation -> rule.onlyUnknown() || !violation.unknown())) {
      cases.add(Case.denied);
    }
    if (of(rule).isEmpty() && cases.isEmpty()) {
      cases.add(Case.allowed);
    }
    return cases;
  }
}
