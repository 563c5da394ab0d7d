package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.OpaProcess;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a pack lives in a real OPA server. */
class OpaServerEngineTest {
  private static final JsonNode NO_DATA = JsonNodeFactory.instance.objectNode();

  private final OpaProcess opa = OpaProcess.started();
  private final HttpOpaServer server = opa.client();

  @AfterEach
  void stop() {
    opa.close();
  }

  @Test
  void twoRevisionsLiveBesideEachOther() {
    // Given
    try (OpaServerEngine one = engine("one", saying("one"));
        OpaServerEngine two = engine("two", saying("two"))) {
      // When
      Evaluation first = one.evaluate(NO_DATA);
      Evaluation second = two.evaluate(NO_DATA);

      // Then
      assertThat(first).isEqualTo(judged("one"));
      assertThat(second).isEqualTo(judged("two"));
    }
  }

  @Test
  void leavesNothingBehind() {
    // Given
    String before = server.everything();
    OpaServerEngine engine =
        engine("r", withHelper(), Json.toTree(Map.of("parameters", Map.of("a", 1))));
    assertThat(server.everything()).isNotEqualTo(before);

    // When
    engine.close();

    // Then
    assertThat(server.everything()).isEqualTo(before);
  }

  @Test
  void pushesInAnyOrder() {
    // Given: the rule's path sorts before that of the function which it calls.
    try (OpaServerEngine engine = engine("r", withHelper())) {
      // When
      Evaluation evaluation = engine.evaluate(NO_DATA);

      // Then
      assertThat(evaluation).isEqualTo(judged("helped"));
    }
  }

  @Test
  void aServerThatLostThePackGetsItAgain() {
    // Given
    try (OpaServerEngine engine = engine("r", withHelper())) {
      opa.stop();
      Evaluation away = engine.evaluate(NO_DATA);
      opa.start();

      // When
      Evaluation back = engine.evaluate(NO_DATA);

      // Then
      assertThat(away).isInstanceOf(Evaluation.Undecided.class);
      assertThat(back).isEqualTo(judged("helped"));
    }
  }

  @Test
  void aBuiltInThatFailsIsNoAnswer() {
    // Given
    String rego =
        """
        package tagout

        answer := {"violations": [], "validUntil": null} if {
        	not time.parse_rfc3339_ns(input.at) == 0
        }
        """;
    try (OpaServerEngine engine = engine("r", modules(rego))) {
      // When
      Evaluation evaluation = engine.evaluate(Json.toTree(Map.of("at", "yesterday")));

      // Then
      assertThat(evaluation)
          .isInstanceOfSatisfying(
              Evaluation.Undecided.class,
              undecided ->
                  assertThat(undecided.reason())
                      .startsWith("the evaluation failed: eval_builtin_error"));
    }
  }

  @Test
  void anUndefinedAnswerIsNone() {
    // Given
    try (OpaServerEngine engine =
        engine("r", modules("package tagout\n\nanswer := 1 if false\n"))) {
      // When
      Evaluation evaluation = engine.evaluate(NO_DATA);

      // Then
      assertThat(evaluation).isEqualTo(new Evaluation.Undecided("the policies gave no answer"));
    }
  }

  @Test
  void aPackThatTheServerRefusesIsRefusedAndLeavesNothing() {
    // Given
    String before = server.everything();

    // When
    assertThatThrownBy(() -> engine("r", modules("package tagout\n\nanswer := no.such(1)\n")))
        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tagout/decision.rego")
        .hasMessageContaining("undefined function");
    assertThat(server.everything()).isEqualTo(before);
  }

  private OpaServerEngine engine(String revision, SortedMap<String, String> modules) {
    return engine(revision, modules, NO_DATA);
  }

  private OpaServerEngine engine(
      String revision, SortedMap<String, String> modules, JsonNode data) {
    return new OpaServerEngine(server, revision, modules, data);
  }

  private static SortedMap<String, String> saying(String message) {
    return modules("package tagout\n\n" + answer("\"" + message + "\""));
  }

  private static SortedMap<String, String> withHelper() {
    SortedMap<String, String> modules =
        modules("package tagout\n\nimport data.tagout.words\n\n" + answer("words.of(1)"));
    modules.put("/tagout/words.rego", "package tagout.words\n\nof(_) := \"helped\"\n");
    return modules;
  }

  private static String answer(String message) {
    return """
        answer := {"validUntil": null, "violations": [{
        	"rule": "a/b", "action": "deny", "severity": "low", "kind": "violated", "message": %s,
        	"fix": "", "subject": "vm", "controls": [], "details": {}, "remediation": "none",
        }]}
        """
        .formatted(message);
  }

  private static SortedMap<String, String> modules(String decision) {
    return new TreeMap<>(Map.of("/tagout/decision.rego", decision));
  }

  private static Evaluation judged(String message) {
    return EvaluationResult.read(
        Json.tree(
            """
            {"validUntil":null,"violations":[{"rule":"a/b","action":"deny","severity":"low",
              "kind":"violated","message":"%s","fix":"","subject":"vm","controls":[],"details":{},
              "remediation":"none"}]}
            """
                .formatted(message)
                .getBytes(StandardCharsets.UTF_8)));
  }
}
