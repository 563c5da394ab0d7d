package dev.tagout.policy.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of a bundle, and which of them demand nothing because the site has not declared what
 * only it can know: each of the parameters that the rule names in {@code sleeps_without} is empty,
 * in every tier. Parameters are resolved as {@code policies/tagout/parameters.rego} does it.
 */
final class SleepingRules {
  private SleepingRules() {}

  /**
   * @param data of the bundle
   * @return by the rule's id, whether it sleeps
   */
  static SortedMap<String, Boolean> in(JsonNode data) {
    SortedMap<String, Boolean> rules = new TreeMap<>();
    for (String root : List.of("tagout", "site")) {
      for (Map.Entry<String, JsonNode> rule :
          data.path(root).path("catalogue").path("rules").properties()) {
        rules.put(rule.getKey(), sleeps(data, rule.getKey(), rule.getValue()));
      }
    }
    return rules;
  }

  private static boolean sleeps(JsonNode data, String rule, JsonNode metadata) {
    List<String> parameters = new ArrayList<>();
    metadata.path("sleepsWithout").forEach(name -> parameters.add(name.asText()));
    return !parameters.isEmpty()
        && tiers(data).stream()
            .allMatch(
                tier -> {
                  ObjectNode settings = resolved(data, rule, tier);
                  return parameters.stream().allMatch(name -> isEmpty(settings.path(name)));
                });
  }

  private static List<String> tiers(JsonNode data) {
    JsonNode own = data.at("/site/parameters/tiers/order");
    List<String> tiers = new ArrayList<>();
    (own.isArray() ? own : data.at("/parameters/tiers/order")).forEach(t -> tiers.add(t.asText()));
    return tiers;
  }

  private static ObjectNode resolved(JsonNode data, String rule, String tier) {
    String[] path = rule.replaceFirst("^site/", "").split("/", 2);
    JsonNode pack = data.path("parameters").path("rules").path(path[0]).path(path[1]);
    JsonNode site = data.path("site").path("parameters").path("rules").path(path[0]).path(path[1]);
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    merge(settings, pack.path("default"));
    merge(settings, site.path("default"));
    merge(settings, pack.path("tiers").path(tier));
    merge(settings, site.path("tiers").path(tier));
    return settings;
  }

  /** As {@code object.union}: objects are merged, all else is replaced. */
  private static void merge(ObjectNode into, JsonNode from) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode deeper && field.getValue().isObject()) {
        merge(deeper, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue().deepCopy());
      }
    }
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty();
  }
}
