package dev.tagout.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a new rule, which works as it is: one that refuses an image. What its scenarios
 * expect of itself is said here; what they expect of the rules that are there already, those say.
 */
final class Scaffold {
  private static final String FACT = "vm.configuration.image";

  /** All decisions on the scenarios, with the rule's own violations among those of the others. */
  private static final String QUERY =
      """
      {"absent": absent, "cases": cases} |
        fact := input.fact
        scenarios := input.scenarios
        own := input.own
        nothing := data.tagout.scenarios_test.whole(scenarios.unknown)
        absent := data.tagout.facts.absent(fact) with input as nothing
        cases := {name: {"violations": sort(array.concat(decision.violations, mine)), "validUntil": decision.validUntil} |
          some name, scenario in scenarios
          whole := data.tagout.scenarios_test.whole(scenario)
          decision := data.tagout.decision with input as whole
          mine := [object.union(v, said) |
            some v in own[name]
            said := {"violated": {}, "unknown": absent}[v.kind]
          ]
        }
      """;

  private final RuleName rule;
  private final Path pack;
  private final Optional<Path> site;

  /**
   * @param site where the rule goes; without, into the pack
   */
  Scaffold(RuleName rule, Path pack, Optional<Path> site) {
    this.rule = rule;
    this.pack = pack;
    this.site = site;
  }

  String id() {
    return site.isPresent() ? "site/" + rule.path() : rule.path();
  }

  Path directory() {
    return site.orElse(pack);
  }

  /**
   * Writes all files, or none.
   *
   * @return what was written, relative to {@link #directory()}
   * @throws CliException when a rule of this name is there
   */
  List<Path> write() {
    refuseTaken();
    var files = files();
    var written = new ArrayList<Path>();
    try {
      for (var file : files.entrySet()) {
        var path = directory().resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        written.add(Path.of(file.getKey()));
      }
    } catch (IOException e) {
      written.forEach(file -> directory().resolve(file).toFile().delete());
      throw new CliException(
          ExitCode.NO, "the rule cannot be written", List.of(String.valueOf(e.getMessage())));
    }
    format(written);
    return written;
  }

  /** How imports are sorted depends on the names. */
  private void format(List<Path> written) {
    var arguments = new ArrayList<>(List.of("fmt", "--write"));
    written.stream()
        .map(Path::toString)
        .filter(file -> file.endsWith(".rego"))
        .forEach(arguments::add);
    var said = PolicyTools.opa(directory(), null, arguments);
    if (!said.isGood()) {
      throw new CliException(ExitCode.NO, "the rule cannot be formatted", said.complaint());
    }
  }

  private void refuseTaken() {
    for (var root : site.map(own -> List.of(pack, own)).orElse(List.of(pack))) {
      for (var path :
          List.of(
              "rules/%s.rego",
              "rules/%s_test.rego",
              "scenarios/%s",
              "parameters/rules/%s",
              "schemas/rules/%s.json")) {
        var file = root.resolve(path.formatted(rule.path()));
        if (Files.exists(file)) {
          throw new CliException(
              ExitCode.NO, "CATEGORY/NAME: %s is taken: %s".formatted(rule.path(), file));
        }
      }
    }
  }

  private Map<String, String> files() {
    var decided = decided();
    var values =
        Map.of(
            "package",
            "%s.rules.%s.%s"
                .formatted(site.isPresent() ? "site" : "tagout", rule.category(), rule.name()),
            "category",
            rule.category(),
            "name",
            rule.name(),
            "id",
            id(),
            "unknown_message",
            decided.path("absent").path("message").toString(),
            "unknown_fix",
            decided.path("absent").path("fix").toString());
    Map<String, String> files = new LinkedHashMap<>();
    files.put("rules/%s.rego".formatted(rule.path()), filled("rule.rego", values));
    files.put("rules/%s_test.rego".formatted(rule.path()), filled("rule_test.rego", values));
    files.put("parameters/rules/%s/data.yaml".formatted(rule.path()), filled("data.yaml", values));
    files.put("schemas/rules/%s.json".formatted(rule.path()), filled("schema.json", values));
    scenarios()
        .properties()
        .forEach(
            scenario -> {
              var name = nameOf(scenario.getKey());
              files.put(
                  "scenarios/%s/%s.yaml".formatted(rule.path(), name),
                  scenario(
                      name,
                      (ObjectNode) scenario.getValue(),
                      decided.path("cases").path(scenario.getKey())));
            });
    return files;
  }

  private JsonNode decided() {
    var input = PolicyTools.JSON.createObjectNode().put("fact", FACT);
    input.set("scenarios", scenarios());
    input.set("own", ownViolations());
    var arguments =
        new ArrayList<>(
            List.of("eval", "--format", "json", "--strict-builtin-errors", "--stdin-input"));
    arguments.addAll(List.of("--ignore", "*.json", "--ignore", "tools", "--data", "."));
    site.stream()
        .flatMap(own -> PolicyTools.partsOf(own).stream())
        .forEach(part -> arguments.addAll(List.of("--data", part)));
    arguments.add("[" + QUERY.strip() + "][0]");
    var said = PolicyTools.opa(pack, input, arguments);
    var value =
        said.isGood()
            ? PolicyTools.json(said.out()).path("result").path(0).path("expressions").path(0)
            : PolicyTools.JSON.missingNode();
    if (value.path("value").isMissingNode()) {
      throw new CliException(
          ExitCode.NO,
          "the policies that are there do not decide; see tagout policy check",
          said.complaint());
    }
    return value.path("value");
  }

  private static ObjectNode scenarios() {
    return (ObjectNode)
        PolicyTools.json(
            """
            {
              "allowed": {
                "title": "A VM that was made from a maintained image starts",
                "base": "fit",
                "input": {"vm": {"owner": "example-team"}}
              },
              "denied": {
                "title": "A VM that was made from a refused image does not start",
                "base": "fit",
                "input": {"vm": {"owner": "example-team", "configuration": {"image": "debian-8"}}}
              },
              "unknown": {
                "title": "A VM of which nobody knows the image does not start",
                "base": "fit",
                "without": ["vm/configuration/image"],
                "input": {"vm": {"owner": "example-team"}}
              }
            }
            """);
  }

  private static String nameOf(String scenario) {
    return switch (scenario) {
      case "allowed" -> "allowed_other_image";
      case "denied" -> "denied_refused_image";
      default -> "unknown_image";
    };
  }

  private JsonNode ownViolations() {
    return PolicyTools.json(
        """
        {
          "allowed": [],
          "denied": [{
            "rule": "{{id}}", "action": "deny", "severity": "low", "kind": "violated",
            "message": "web-01 was made from image debian-8, which is refused",
            "fix": "Make web-01 anew from an image that is maintained.",
            "subject": "vm", "controls": ["nist-800-53:CM-2"],
            "details": {"image": "debian-8", "observedAt": "2026-11-23T09:45:00Z", "source": "simulator"},
            "remediation": "none"
          }],
          "unknown": [{
            "rule": "{{id}}", "action": "deny", "severity": "low", "kind": "unknown",
            "subject": "vm", "controls": ["nist-800-53:CM-2"], "remediation": "none"
          }]
        }
        """
            .replace("{{id}}", id()));
  }

  private static String scenario(String name, ObjectNode scenario, JsonNode decision) {
    var denied = false;
    for (var violation : decision.path("violations")) {
      denied |= "deny".equals(violation.path("action").asText());
    }
    var expect = scenario.putObject("expect").put("outcome", denied ? "DENIED" : "ALLOWED");
    expect.set("violations", decision.path("violations"));
    expect.set("validUntil", decision.path("validUntil"));
    return name + ":\n" + Yaml.of(scenario, 2);
  }

  private static String filled(String resource, Map<String, String> values) {
    try (var in = Scaffold.class.getResourceAsStream("scaffold/" + resource)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var value : values.entrySet()) {
        text = text.replace("{{%s}}".formatted(value.getKey()), value.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
