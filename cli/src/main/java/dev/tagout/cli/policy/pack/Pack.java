package dev.tagout.cli.policy.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A policy directory, and a site's own beside it if there is one.
 *
 * @param rules by id
 * @param fit the input that scenarios start from: a VM that no rule objects to
 */
public record Pack(List<Rule> rules, JsonNode fit) {
  private static final String SITE = "site/";

  public Pack {
    rules = List.copyOf(rules);
  }

  /** Reads what {@code policies/tools/describe} printed. */
  public static Pack of(JsonNode description) {
    Set<String> onlyUnknown = new HashSet<>();
    description.path("onlyUnknown").forEach(id -> onlyUnknown.add(id.asText()));
    List<Rule> rules = new ArrayList<>();
    description
        .path("rules")
        .properties()
        .forEach(
            rule ->
                rules.add(
                    Rule.of(
                        rule.getKey(),
                        rule.getValue(),
                        onlyUnknown.contains(rule.getKey()),
                        parameters(description.path("parameters"), rule.getKey()),
                        description.path("scenarios").path(rule.getKey()))));
    rules.sort(Comparator.comparing(Rule::id));
    return new Pack(rules, description.path("fit"));
  }

  private static JsonNode parameters(JsonNode parameters, String rule) {
    var own = parameters.path(rule.startsWith(SITE) ? "site" : "pack");
    for (var part : (rule.startsWith(SITE) ? rule.substring(SITE.length()) : rule).split("/")) {
      own = own.path(part);
    }
    return own;
  }
}
