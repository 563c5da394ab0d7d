package dev.tagout.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.policy.pack.Case;
import dev.tagout.cli.policy.pack.Rule;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often each case of a rule is shown. A scenario shows what it expects; a test, what its name
 * says.
 */
record Cases(Rule rule, Map<Case, Integer> scenarios, Map<Case, Integer> tests) {
  private static final String SITE = "site/";

  Cases {
    scenarios = Map.copyOf(scenarios);
    tests = Map.copyOf(tests);
  }

  static Cases of(Rule rule, List<Tests.Result> results) {
    Map<Case, Integer> scenarios = none();
    rule.scenarios()
        .forEach(scenario -> scenario.shows(rule).forEach(each -> add(scenarios, each)));
    Map<Case, Integer> tests = none();
    var file = testOf(rule.id());
    results.stream()
        .filter(result -> result.file().endsWith(file))
        .filter(result -> result.name().startsWith("data.site.") == rule.id().startsWith(SITE))
        .flatMap(result -> result.shows().stream())
        .forEach(shown -> add(tests, shown));
    return new Cases(rule, scenarios, tests);
  }

  /** What neither a scenario nor a test shows. */
  Set<Case> lacking() {
    Set<Case> lacking = EnumSet.noneOf(Case.class);
    rule.cases().stream()
        .filter(each -> scenarios.get(each) + tests.get(each) == 0)
        .forEach(lacking::add);
    return lacking;
  }

  JsonNode json() {
    var json = PolicyTools.JSON.createObjectNode().put("rule", rule.id());
    json.set("scenarios", PolicyTools.JSON.valueToTree(new EnumMap<>(scenarios)));
    json.set("tests", PolicyTools.JSON.valueToTree(new EnumMap<>(tests)));
    json.set("lacks", PolicyTools.JSON.valueToTree(lacking()));
    return json;
  }

  private static String testOf(String id) {
    return "rules/%s_test.rego".formatted(id.startsWith(SITE) ? id.substring(SITE.length()) : id);
  }

  private static Map<Case, Integer> none() {
    Map<Case, Integer> counts = new EnumMap<>(Case.class);
    for (var each : Case.values()) {
      counts.put(each, 0);
    }
    return counts;
  }

  private static void add(Map<Case, Integer> counts, Case shown) {
    counts.merge(shown, 1, Integer::sum);
  }
}
