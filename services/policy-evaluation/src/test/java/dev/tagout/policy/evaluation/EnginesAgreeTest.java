package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.SharedScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Two engines, one answer: on whatever the contract lets in. */
class EnginesAgreeTest {
  private static final Set<String> SEEN = new HashSet<>();

  private static BothEngines engines;

  @BeforeContainer
  static void load() {
    // With what a site may declare: some rules sleep without.
    engines = BothEngines.of(PolicyPack.whole(), SharedScenario.siteParameters("declared"));
  }

  @AfterContainer
  static void close() {
    engines.close();
  }

  /** The rules that were seen, lest the property hold because nothing was ever violated. */
  @AfterContainer
  static void everyRuleWasViolatedOnce() throws IOException {
    Set<String> rules = new HashSet<>();
    Path root = Path.of(System.getProperty("tagout.root"), "policies", "rules");
    try (var files = Files.walk(root, 2)) {
      files
          .filter(file -> file.toString().endsWith(".rego"))
          .map(file -> root.relativize(file).toString().replaceFirst("(_test)?\\.rego$", ""))
          .forEach(rules::add);
    }
    assertThat(SEEN).containsAll(rules);
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED)
  void theSameViolationsAndTheSameInstant(@ForAll("reviews") JsonNode input) {
    // When
    Evaluation wasm = engines.wasm().evaluate(input);
    Evaluation opa = engines.opa().evaluate(input);

    // Then
    assertThat(opa).isInstanceOf(Evaluation.Judged.class);
    assertThat(wasm).isEqualTo(opa);
    ((Evaluation.Judged) opa).violations().forEach(violation -> SEEN.add(violation.rule()));
  }

  /** Which the property once found: a built-in of wasm had 32 bits for it. */
  @Example
  void theSameViolationsOnNumbersBeyond32Bits() {
    // Given
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input
        .putObject("review")
        .put("id", "r")
        .put("point", "POWER_ON")
        .put("operation", "START")
        .put("at", "2026-11-23T10:00:00Z");
    input.putObject("vm").put("id", "v");
    ArrayNode nics =
        input
            .putObject("host")
            .put("id", "h")
            .putObject("network")
            .put("observedAt", "2026-11-23T10:00:00Z")
            .putArray("nics");
    for (String use : List.of("management", "vm")) {
      nics.addObject().put("name", use).put("use", use).putArray("vlans").add(Long.MAX_VALUE);
    }

    // When
    Evaluation wasm = engines.wasm().evaluate(input);
    Evaluation opa = engines.opa().evaluate(input);

    // Then
    assertThat(((Evaluation.Judged) opa).violations())
        .anyMatch(violation -> violation.message().endsWith(String.valueOf(Long.MAX_VALUE)));
    assertThat(wasm).isEqualTo(opa);
  }

  @Provide
  Arbitrary<JsonNode> reviews() throws IOException {
    JsonNode schema =
        Json.tree(
            Files.readAllBytes(
                Path.of(System.getProperty("tagout.root"), "policies", "schemas", "review.json")));
    return new GeneratedReviews(schema).all();
  }
}
