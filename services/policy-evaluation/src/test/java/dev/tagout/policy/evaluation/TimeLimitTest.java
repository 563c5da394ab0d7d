package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.policy.RegoBundle;
import dev.tagout.policy.bundle.PolicyArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy cannot do: keep the gate busy. */
class TimeLimitTest {
  /** With n elements of input it looks at n to the fifth. */
  private static final String LOOP =
      """
      package tagout

      decision := answer

      answer := {"violations": [], "validUntil": null} if {
      	count([x |
      		some a in input.many
      		some b in input.many
      		some c in input.many
      		some d in input.many
      		some e in input.many
      		x := (((a + b) + c) + d) + e
      		x < 0
      	]) == 0
      }
      """;

  private static byte[] bundle;

  @BeforeAll
  static void build(@TempDir Path directory) throws IOException {
    bundle = Files.readAllBytes(RegoBundle.of(directory, LOOP));
  }

  @Test
  void stopsWhatLoopsOverMillionsAndJudgesAgain() {
    // Given
    try (WasmEngine engine = PolicyArchive.engine(bundle, Duration.ofMillis(500))) {
      Evaluation before = engine.evaluate(input(2));

      // When
      Evaluation stopped = engine.evaluate(input(200));

      // Then
      assertThat(stopped)
          .isEqualTo(new Evaluation.Undecided("the evaluation took longer than 500 ms"));
      assertThat(Thread.interrupted()).isFalse();
      assertThat(engine.evaluate(input(2))).isInstanceOf(Evaluation.Judged.class).isEqualTo(before);
    }
  }

  @Test
  void whoWaitsForAnotherIsToldAfterTheSameTime() throws Exception {
    // Given
    try (WasmEngine engine = PolicyArchive.engine(bundle, Duration.ofMillis(500));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Evaluation> endless = () -> engine.evaluate(input(200));

      // When
      List<Future<Evaluation>> answers = callers.invokeAll(Collections.nCopies(6, endless));

      // Then
      for (Future<Evaluation> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Evaluation.Undecided.class);
      }
      assertThat(answers)
          .anySatisfy(
              answer ->
                  assertThat(answer.get())
                      .isEqualTo(
                          new Evaluation.Undecided(
                              "waited longer than 500 ms for other evaluations to end")));
      assertThat(engine.evaluate(input(2))).isInstanceOf(Evaluation.Judged.class);
    }
  }

  @Test
  void anInterruptOfItsCallerStaysTheCallersOwn() {
    // Given
    try (WasmEngine engine = PolicyArchive.engine(bundle, Duration.ofSeconds(20))) {
      Thread.currentThread().interrupt();

      // When
      Evaluation evaluation = engine.evaluate(input(2));

      // Then
      assertThat(Thread.interrupted()).isTrue();
      assertThat(evaluation).isEqualTo(new Evaluation.Undecided("interrupted"));
    }
  }

  private static ObjectNode input(int elements) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    ArrayNode many = input.putArray("many");
    for (int i = 0; i < elements; i++) {
      many.add(i);
    }
    return input;
  }
}
