package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.SharedScenario;
import dev.tagout.policy.bundle.PolicyArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that {@code opa test} runs, run by the engine inside of the service. */
class ScenariosTest {
  private static final Map<String, WasmEngine> ENGINES = new HashMap<>();

  @AfterAll
  static void close() {
    ENGINES.values().forEach(WasmEngine::close);
  }

  private static WasmEngine engine(String site) {
    return ENGINES.computeIfAbsent(
        site,
        declared -> {
          try {
            return PolicyArchive.engine(
                Files.readAllBytes(PolicyPack.whole()), SharedScenario.siteParameters(declared));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void decidesAsTheScenarioExpects(SharedScenario scenario) {
    // Given
    JsonNode input = scenario.input();
    JsonNode expected = scenario.expect();

    // When
    Evaluation evaluation = engine(scenario.site()).evaluate(input);

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
