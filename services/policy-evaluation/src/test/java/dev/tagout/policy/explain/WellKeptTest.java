package dev.tagout.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.SharedScenario;
import dev.tagout.policy.bundle.PolicyArchive;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.WasmEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to help must please the rules that are shipped. */
class WellKeptTest {
  private static WasmEngine engine;

  @BeforeAll
  static void loadThePack() throws IOException {
    engine = PolicyArchive.engine(Files.readAllBytes(PolicyPack.whole()));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static Set<String> groups() {
    return Changes.WELL_KEPT.keySet();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void noRuleObjectsToAWellKeptHost(String group) {
    // Given
    ObjectNode input = SharedScenario.base("fit");
    ObjectNode host = (ObjectNode) input.path("host");
    JsonNode observedAt = host.path(group).path("observedAt");
    ObjectNode fact = Changes.WELL_KEPT.get(group).deepCopy();
    fact.set("observedAt", observedAt);
    host.set(group, fact.put("source", "test"));

    // When
    Evaluation evaluation = engine.evaluate(input);

    // Then
    assertThat(evaluation)
        .isInstanceOfSatisfying(
            Evaluation.Judged.class, judged -> assertThat(judged.violations()).isEmpty());
  }
}
