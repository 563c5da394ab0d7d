package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.RegoBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in that a pack may call, in both engines: {@code builtins.yaml}. */
class BuiltinsTest {
  private static final JsonNode TABLE = table();
  private static final List<Case> CASES = cases("cases");
  private static final List<Case> FAILURES = cases("fails");

  private static BothEngines engines;

  /** An expression; the number tells the bundle which one is meant. */
  record Case(int number, String builtin, String expression) {
    @Override
    public String toString() {
      return builtin + ": " + expression;
    }
  }

  @BeforeAll
  static void build(@TempDir Path directory) {
    StringBuilder rego =
        new StringBuilder(
            """
            package tagout

            decision := answer

            # A violation is where an answer has room for any value. Undefined is one without.
            answer := {"validUntil": null, "violations": [violation |
            	some value in values
            	violation := {
            		"rule": "a/b", "action": "deny", "severity": "low", "kind": "violated", "message": "m",
            		"fix": "", "subject": "vm", "controls": [], "details": {"value": value},
            		"remediation": "none",
            	}
            ]}

            """);
    for (List<Case> cases : List.of(CASES, FAILURES)) {
      for (Case c : cases) {
        rego.append(
            "values contains (%s) if input.number == %d%n".formatted(c.expression, c.number));
      }
    }
    engines = BothEngines.of(RegoBundle.of(directory, rego.toString()));
  }

  @AfterAll
  static void close() {
    engines.close();
  }

  @Test
  void everyBuiltinOfTheCapabilitiesHasACase() throws IOException {
    // Given
    JsonNode capabilities =
        Json.tree(
            Files.readAllBytes(
                Path.of(System.getProperty("tagout.root"), "policies", "capabilities.json")));
    Set<String> admitted = new TreeSet<>();
    capabilities.path("builtins").forEach(builtin -> admitted.add(builtin.path("name").asText()));
    Set<String> covered = new TreeSet<>();

    // When
    CASES.forEach(c -> covered.add(c.builtin));
    TABLE.path("outside").fieldNames().forEachRemaining(covered::add);

    // Then
    assertThat(covered).isEqualTo(admitted);
  }

  @ParameterizedTest
  @MethodSource("answered")
  void bothEnginesAnswerAlike(Case c) {
    // Given
    JsonNode input = input(c);

    // When
    Evaluation wasm = engines.wasm().evaluate(input);
    Evaluation opa = engines.opa().evaluate(input);

    // Then
    assertThat(opa).isInstanceOf(Evaluation.Judged.class);
    assertThat(wasm).isEqualTo(opa);
  }

  @ParameterizedTest
  @MethodSource("failing")
  void neitherEngineAnswersWhatFails(Case c) {
    // Given
    JsonNode input = input(c);

    // When
    Evaluation wasm = engines.wasm().evaluate(input);
    Evaluation opa = engines.opa().evaluate(input);

    // Then
    assertThat(opa).isInstanceOf(Evaluation.Undecided.class);
    assertThat(wasm).isInstanceOf(Evaluation.Undecided.class);
  }

  static List<Case> answered() {
    return CASES;
  }

  static List<Case> failing() {
    return FAILURES;
  }

  private static ObjectNode input(Case c) {
    ObjectNode input = TABLE.path("input").deepCopy();
    input.put("number", c.number);
    return input;
  }

  private static List<Case> cases(String section) {
    List<Case> cases = new ArrayList<>();
    TABLE
        .path(section)
        .properties()
        .forEach(
            builtin ->
                builtin
                    .getValue()
                    .forEach(
                        expression ->
                            cases.add(
                                new Case(
                                    cases.size() + (section.equals("fails") ? 10_000 : 0),
                                    builtin.getKey(),
                                    expression.asText()))));
    return cases;
  }

  private static JsonNode table() {
    try (InputStream in = BuiltinsTest.class.getResourceAsStream("/builtins.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
