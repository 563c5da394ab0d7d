package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.bundle.PolicyArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WasmEngineTest {
  private static WasmEngine engine;

  @BeforeAll
  static void loadPack() throws IOException {
    engine = PolicyArchive.engine(Files.readAllBytes(PolicyPack.bundle()));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(FailMode.class)
  void anEvaluationThatFailsIsNoAnswerAndTheFailModeSays(FailMode failMode) {
    // When
    Evaluation evaluation = engine.evaluate(input("yesterday"));

    // Then
    assertThat(evaluation).isInstanceOf(Evaluation.Undecided.class);
    Ruling ruling = Ruling.of(evaluation, failMode, Enforcement.ENFORCE);
    assertThat(ruling.outcome()).isEqualTo(Outcome.INDETERMINATE);
    assertThat(ruling.admitted()).isEqualTo(failMode == FailMode.OPEN);
    assertThat(ruling.undecided()).startsWith("the evaluation failed: ").doesNotContain("\n");
  }

  /** There is one instance, so one that were lost would let the next caller wait for ever. */
  @Test
  void aFailureCostsNoInstance() {
    // Given
    Evaluation before = engine.evaluate(input("2026-11-23T10:00:00Z"));
    engine.evaluate(input("yesterday"));
    engine.evaluate(input(""));

    // When
    Evaluation after = engine.evaluate(input("2026-11-23T10:00:00Z"));

    // Then
    assertThat(after).isInstanceOf(Evaluation.Judged.class).isEqualTo(before);
  }

  @Test
  void manyCallersGetTheirOwnAnswers() throws Exception {
    // Given
    Evaluation fit = engine.evaluate(input("2026-11-23T10:00:00Z"));
    Evaluation stale = engine.evaluate(input("2026-12-23T10:00:00Z"));
    List<Callable<Evaluation>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      JsonNode input = input(i % 2 == 0 ? "2026-11-23T10:00:00Z" : "2026-12-23T10:00:00Z");
      calls.add(() -> engine.evaluate(input));
    }
    List<Evaluation> answers = new ArrayList<>();

    // When
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Evaluation> answer : callers.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }

    // Then
    assertThat(fit).isNotEqualTo(stale);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).isEqualTo(i % 2 == 0 ? fit : stale);
    }
  }

  private static JsonNode input(String at) {
    ObjectNode input =
        (ObjectNode)
            Json.tree(
                """
                {"review":{"id":"r","point":"POWER_ON","operation":"START"},
                 "vm":{"id":"test:vm","name":"vm","tier":"internal","tierSource":"assignment",
                       "patch":{"observedAt":"2026-11-23T09:00:00Z","source":"t","missing":[]}},
                 "host":{"id":"test:host","name":"host","tier":"internal",
                         "tierSource":"assignment"},
                 "residents":[]}
                """
                    .getBytes(StandardCharsets.UTF_8));
    ((ObjectNode) input.get("review")).put("at", at);
    return input;
  }
}
