package dev.tagout.cli.policy.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A rule, with what stands beside it.
 *
 * @param id {@code <category>/<name>}, a site's own with {@code site/} before it
 * @param needs the facts without which it cannot judge
 * @param sleepsWithout parameters that only a site knows, and without which it demands nothing
 * @param schema JSON Schema of its parameters
 * @param onlyUnknown whether it judges nothing beyond whether facts are there
 * @param defaults what its parameters are where no tier says otherwise
 * @param tiers by tier, what is otherwise there; an object, or missing
 * @param scenarios by name
 */
public record Rule(
    String id,
    String title,
    String description,
    String why,
    List<String> needs,
    String severity,
    String remediation,
    List<String> controls,
    List<String> sleepsWithout,
    JsonNode schema,
    boolean onlyUnknown,
    JsonNode defaults,
    JsonNode tiers,
    List<Scenario> scenarios) {

  public Rule {
    needs = List.copyOf(needs);
    controls = List.copyOf(controls);
    sleepsWithout = List.copyOf(sleepsWithout);
    scenarios = List.copyOf(scenarios);
  }

  static Rule of(
      String id, JsonNode json, boolean onlyUnknown, JsonNode parameters, JsonNode scenarios) {
    return new Rule(
        id,
        json.path("title").asText(),
        json.path("description").asText(),
        json.path("why").asText(),
        texts(json.path("needs")),
        json.path("severity").asText(),
        json.path("remediation").asText(),
        texts(json.path("controls")),
        texts(json.path("sleepsWithout")),
        json.path("schema"),
        onlyUnknown,
        parameters.path("default"),
        parameters.path("tiers"),
        fields(scenarios).map(name -> Scenario.of(name, scenarios.get(name))).toList());
  }

  /** What a violation means where no tier says otherwise. */
  public String action() {
    return defaults.path("action").asText("deny");
  }

  /** What it means where facts are not known. */
  public String unknownAction() {
    return defaults.path("unknown_action").asText(action());
  }

  public String category() {
    return id.substring(0, id.lastIndexOf('/'));
  }

  public String name() {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /** What is to be shown of it. What needs no facts cannot lack them. */
  public Set<Case> cases() {
    return needs.isEmpty() ? EnumSet.of(Case.denied, Case.allowed) : EnumSet.allOf(Case.class);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Stream<String> fields(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .sorted();
  }
}
