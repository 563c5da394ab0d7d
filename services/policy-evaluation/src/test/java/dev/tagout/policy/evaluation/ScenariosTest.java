package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.bundle.PolicyArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that {@code opa test} runs, run by the engine inside of the service. */
class ScenariosTest {
  private static final Path SCENARIOS =
      Path.of(System.getProperty("tagout.root"), "policies", "scenarios");

  private static WasmEngine engine;

  @BeforeAll
  static void loadPack() throws IOException {
    engine = PolicyArchive.engine(Files.readAllBytes(PolicyPack.bundle()));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void decidesAsTheScenarioExpects(String name, JsonNode scenario) {
    // Given
    JsonNode input = scenario.path("input");
    JsonNode expected = scenario.path("expect");

    // When
    Evaluation evaluation = engine.evaluate(input);

    // Then
    JsonNode validUntil = expected.path("validUntil");
    assertThat(evaluation)
        .isEqualTo(
            new Evaluation.Judged(
                violations(expected.path("violations")),
                validUntil.isTextual() ? Instant.parse(validUntil.asText()) : null));
    assertThat(Ruling.of(evaluation, FailMode.CLOSED, Enforcement.ENFORCE).outcome())
        .isEqualTo(Outcome.valueOf(expected.path("outcome").asText()));
  }

  @Test
  void findsTheScenariosAtAll() throws IOException {
    assertThat(scenarios()).hasSizeGreaterThan(50);
  }

  private static List<Violation> violations(JsonNode expected) {
    List<Violation> violations = new ArrayList<>();
    expected.forEach(v -> violations.add(Json.fromTree(v, Violation.class)));
    return violations;
  }

  static List<Arguments> scenarios() throws IOException {
    YAMLMapper yaml = new YAMLMapper(new YAMLFactory());
    List<Arguments> scenarios = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SCENARIOS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        JsonNode tree = yaml.readTree(file.toFile());
        tree.properties()
            .forEach(
                e ->
                    scenarios.add(
                        Arguments.of(SCENARIOS.relativize(file).toString(), e.getValue())));
      }
    }
    return scenarios;
  }
}
