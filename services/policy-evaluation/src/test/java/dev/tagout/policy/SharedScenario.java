package dev.tagout.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of the scenarios in {@code policies/scenarios}, which {@code opa test}, the engines and the
 * running service all run.
 *
 * @param input whole: the base, without what is not known, with what is otherwise
 * @param site name of what a site has declared, in {@code fixtures/sites.yaml}; empty: nothing
 */
public record SharedScenario(String name, JsonNode input, JsonNode expect, String site) {
  private static final Path POLICIES = Path.of(System.getProperty("tagout.root"), "policies");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  /** All of them, in the order of their names. */
  public static List<SharedScenario> all() {
    Path root = POLICIES.resolve("scenarios");
    List<SharedScenario> scenarios = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      JsonNode bases = YAML.readTree(POLICIES.resolve("fixtures/vms.yaml").toFile());
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String folder = root.relativize(file.getParent()).toString();
        for (Map.Entry<String, JsonNode> one : YAML.readTree(file.toFile()).properties()) {
          scenarios.add(
              new SharedScenario(
                  folder + "/" + one.getKey(),
                  whole(bases, one.getValue()),
                  one.getValue().path("expect"),
                  one.getValue().path("site").asText("")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scenarios;
  }

  /** A VM that tests start from, by its name in {@code fixtures/vms.yaml}; to be changed. */
  public static ObjectNode base(String name) {
    try {
      return (ObjectNode) YAML.readTree(POLICIES.resolve("fixtures/vms.yaml").toFile()).get(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parameters that a site has declared, as its bundle has them. */
  public static JsonNode siteParameters(String site) {
    try {
      return YAML.readTree(POLICIES.resolve("fixtures/sites.yaml").toFile())
          .path("sites")
          .path(site);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static ObjectNode whole(JsonNode bases, JsonNode scenario) {
    ObjectNode input =
        bases.path(scenario.path("base").asText("")) instanceof ObjectNode base
            ? base.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    scenario.path("without").forEach(path -> remove(input, path.asText()));
    merge(input, scenario.path("input"));
    return input;
  }

  private static void remove(ObjectNode input, String path) {
    int last = path.lastIndexOf('/');
    if (input.at(last < 0 ? "" : "/" + path.substring(0, last)) instanceof ObjectNode parent) {
      parent.remove(path.substring(last + 1));
    }
  }

  /** Objects are merged, all else is replaced. */
  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            field -> {
              if (into.get(field.getKey()) instanceof ObjectNode deeper
                  && field.getValue().isObject()) {
                merge(deeper, field.getValue());
              } else {
                into.set(field.getKey(), field.getValue().deepCopy());
              }
            });
  }
}
