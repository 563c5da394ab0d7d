package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.SharedScenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that {@code opa test} runs, run by both engines of the service. */
class ScenariosTest {
  private static final Map<String, BothEngines> ENGINES = new HashMap<>();

  @AfterAll
  static void close() {
    ENGINES.values().forEach(BothEngines::close);
  }

  private static BothEngines engines(String site) {
    return ENGINES.computeIfAbsent(
        site,
        declared -> BothEngines.of(PolicyPack.whole(), SharedScenario.siteParameters(declared)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void decidesAsTheScenarioExpects(SharedScenario scenario) {
    // Given
    JsonNode input = scenario.input();
    JsonNode expected = scenario.expect();

    // When
    Evaluation evaluation = engines(scenario.site()).wasm().evaluate(input);
    Evaluation ofOpa = engines(scenario.site()).opa().evaluate(input);

    // Then
    JsonNode validUntil = expected.path("validUntil");
    assertThat(evaluation)
        .isEqualTo(
            new Evaluation.Judged(
                violations(expected.path("violations")),
                validUntil.isTextual() ? Instant.parse(validUntil.asText()) : null));
    assertThat(ofOpa).isEqualTo(evaluation);
    assertThat(Ruling.of(evaluation, FailMode.CLOSED, Enforcement.ENFORCE).outcome())
        .isEqualTo(Outcome.valueOf(expected.path("outcome").asText()));
  }

  @Test
  void findsTheScenariosAtAll() {
    assertThat(scenarios()).hasSizeGreaterThan(130);
  }

  private static List<Violation> violations(JsonNode expected) {
    List<Violation> violations = new ArrayList<>();
    expected.forEach(v -> violations.add(Json.fromTree(v, Violation.class)));
    return violations;
  }

  static List<SharedScenario> scenarios() {
    return SharedScenario.all();
  }
}
