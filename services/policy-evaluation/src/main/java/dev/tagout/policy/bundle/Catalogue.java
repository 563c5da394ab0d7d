package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.json.ContractViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules of a bundle as they describe themselves, with the parameters that hold for them. {@code
 * policies/build} writes what they say into the bundle's data: {@code tagout.catalogue}, and for a
 * site's own {@code site.catalogue}.
 */
public final class Catalogue {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  /**
   * A rule.
   *
   * @param rule as violations name it: {@code patch/scan_stale}, {@code site/own/rule}
   * @param needs groups of facts without which it cannot judge
   * @param sleepsWithout parameters without which it demands nothing
   * @param isSleeping whether none of those is declared, for any tier of the order
   * @param parameters those of the pack and the site, merged: {@code default} and {@code tiers}
   * @param schema of the parameters
   */
  public record Rule(
      String rule,
      String title,
      String description,
      String why,
      List<String> needs,
      String severity,
      String remediation,
      List<String> controls,
      List<String> sleepsWithout,
      @com.fasterxml.jackson.annotation.JsonProperty("sleeping") boolean isSleeping,
      JsonNode parameters,
      JsonNode schema) {}

  /** What becomes of a rule in a tier. */
  public enum Standing {
    /** It judges. */
    JUDGES,
    /** It demands nothing there. */
    SLEEPS,
    /** Its action is {@code off}. */
    OFF
  }

  private final SortedMap<String, Rule> rules = new TreeMap<>();
  private final List<String> order;

  private Catalogue(List<String> order) {
    this.order = order;
  }

  /**
   * Reads the rules and checks the parameters against what they ask for.
   *
   * @param data of the bundle
   * @throws ContractViolation that names the parameter by its path
   */
  static Catalogue of(JsonNode data) {
    JsonNode pack = data.path("parameters");
    JsonNode site = data.path("site").path("parameters");
    if (!pack.path("tiers").path("order").isArray()) {
      // Without them the rules find nothing to deny, which looks like an answer.
      throw new ContractViolation("bundle", "has no parameters in its data.json");
    }
    JsonNode tiers = data.at("/tagout/catalogue/tiers");
    check("parameters.tiers", pack.path("tiers"), tiers);
    check("site.parameters.tiers", site.path("tiers"), tiers);
    JsonNode facts = data.at("/tagout/catalogue/facts");
    check("parameters.facts", pack.path("facts"), facts);
    check("site.parameters.facts", site.path("facts"), facts);
    JsonNode own = site.path("tiers").path("order");
    List<String> order = texts(own.isArray() ? own : pack.path("tiers").path("order"));
    Catalogue catalogue = new Catalogue(order);
    Stream.of(data.at("/tagout/catalogue/rules"), data.at("/site/catalogue/rules"))
        .flatMap(found -> found.properties().stream())
        .forEach(entry -> catalogue.add(entry.getKey(), entry.getValue(), pack, site, order));
    catalogue.refuseStrays("parameters", pack);
    catalogue.refuseStrays("site.parameters", site);
    return catalogue;
  }

  /** In the order of their names. */
  public Collection<Rule> rules() {
    return rules.values();
  }

  public Optional<Rule> rule(String name) {
    return Optional.ofNullable(rules.get(name));
  }

  /** The names of the tiers, lowest first. */
  public List<String> order() {
    return order;
  }

  /**
   * What becomes of a rule of this catalogue when it judges a VM.
   *
   * @param tier of the VM; null or none of the order: as {@code tagout/parameters.rego} has it, the
   *     highest
   */
  public Standing standing(Rule rule, String tier) {
    boolean isKnown = tier != null && order.contains(tier);
    ObjectNode settings =
        settings(rule.parameters(), isKnown || order.isEmpty() ? tier : order.getLast());
    if (settings.path("action").asText().equals("off")) {
      return Standing.OFF;
    }
    // So the rules of the pack call it when they are for some tiers only.
    boolean isSpared =
        settings.path("required").isBoolean() && !settings.path("required").booleanValue();
    return isSpared || isAsleep(rule.sleepsWithout(), settings) ? Standing.SLEEPS : Standing.JUDGES;
  }

  private void add(String name, JsonNode said, JsonNode pack, JsonNode site, List<String> tiers) {
    String path = "/rules/" + name.replaceFirst("^site/", "");
    JsonNode schema = said.path("schema");
    String of = path.substring(1).replace('/', '.');
    JsonNode ours = pack.at(path);
    JsonNode theirs = site.at(path);
    if (!name.startsWith("site/")) {
      check("parameters." + of, ours, schema);
    }
    check("site.parameters." + of, theirs, schema);
    ObjectNode parameters = merged(name.startsWith("site/") ? theirs : ours, theirs);
    List<String> sleepsWithout = texts(said.path("sleepsWithout"));
    rules.put(
        name,
        new Rule(
            name,
            said.path("title").asText(),
            said.path("description").asText(),
            said.path("why").asText(),
            texts(said.path("needs")),
            said.path("severity").asText(),
            said.path("remediation").asText(),
            texts(said.path("controls")),
            sleepsWithout,
            isSleeping(sleepsWithout, parameters, tiers),
            parameters,
            schema));
  }

  /** Nobody notices a setting that no rule reads. */
  private void refuseStrays(String from, JsonNode parameters) {
    for (Map.Entry<String, JsonNode> category : parameters.path("rules").properties()) {
      for (Map.Entry<String, JsonNode> name : category.getValue().properties()) {
        String rule = category.getKey() + "/" + name.getKey();
        if (!rules.containsKey(rule) && !rules.containsKey("site/" + rule)) {
          throw new ContractViolation(
              from + ".rules." + rule.replace('/', '.'), "there is no such rule");
        }
      }
    }
  }

  /** In every tier each of them is empty, resolved as {@code tagout/parameters.rego} does it. */
  private static boolean isSleeping(
      List<String> sleepsWithout, ObjectNode parameters, List<String> tiers) {
    return !sleepsWithout.isEmpty()
        && tiers.stream().allMatch(tier -> isAsleep(sleepsWithout, settings(parameters, tier)));
  }

  private static boolean isAsleep(List<String> sleepsWithout, ObjectNode settings) {
    return !sleepsWithout.isEmpty()
        && sleepsWithout.stream().allMatch(name -> settings.path(name).isEmpty());
  }

  private static ObjectNode settings(JsonNode parameters, String tier) {
    return merged(
        parameters.path("default"), parameters.path("tiers").path(tier == null ? "" : tier));
  }

  private static ObjectNode merged(JsonNode weaker, JsonNode stronger) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    for (JsonNode layer : List.of(weaker, stronger)) {
      merge(merged, layer);
    }
    return merged;
  }

  /** As Rego's object.union: objects are merged, all else is replaced. */
  private static void merge(ObjectNode into, JsonNode from) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode deeper && field.getValue().isObject()) {
        merge(deeper, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue().deepCopy());
      }
    }
  }

  private static void check(String path, JsonNode document, JsonNode schema) {
    if (document.isMissingNode() || !schema.isObject()) {
      return;
    }
    Schema checker = SCHEMAS.getSchema(schema);
    List<Error> errors = checker.validate(document);
    if (!errors.isEmpty()) {
      Error first = errors.getFirst();
      String where = first.getInstanceLocation().toString().replaceFirst("^/", "");
      throw new ContractViolation(
          where.isEmpty() ? path : path + "." + where.replace('/', '.'), first.getMessage());
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }
}
