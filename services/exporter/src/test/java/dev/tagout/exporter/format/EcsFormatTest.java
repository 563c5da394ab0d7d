package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EcsFormatTest {
  private final Format format = new EcsFormat();

  @Test
  void writesARefusedStart() {
    // When
    JsonNode ecs = read(format.write(Samples.refusedStart(), 64_000));

    // Then
    assertThat(ecs.path("@timestamp").asText()).isEqualTo("2026-11-29T10:00:00.123Z");
    assertThat(ecs.path("message").asText()).startsWith("tagout: web-01 may not start");
    assertThat(ecs.at("/event/kind").asText()).isEqualTo("alert");
    assertThat(ecs.at("/event/category"))
        .extracting(JsonNode::asText)
        .containsExactly("api", "host");
    assertThat(ecs.at("/event/type"))
        .extracting(JsonNode::asText)
        .containsExactly("start", "denied");
    assertThat(ecs.at("/event/outcome").asText()).isEqualTo("failure");
    assertThat(ecs.at("/event/action").asText()).isEqualTo("start.denied");
    assertThat(ecs.at("/event/severity").asInt()).isEqualTo(73);
    assertThat(ecs.at("/host/name").asText()).isEqualTo("web-01");
    assertThat(ecs.at("/user/name").asText()).isEqualTo("bob");
    assertThat(ecs.at("/related/user"))
        .extracting(JsonNode::asText)
        .containsExactly("bob", "alice");
    assertThat(ecs.at("/tagout/rules"))
        .extracting(JsonNode::asText)
        .containsExactly("patch/missing_security_updates", "image/too_old");
    assertThat(ecs.at("/tagout/admitted").asBoolean(true)).isFalse();
    assertThat(ecs.at("/tagout/unmapped/violations/0/severity").asText()).isEqualTo("high");
  }

  @Test
  void everySampleIsAsEcsHasIt() {
    Set<String> kinds = new HashSet<>();
    Samples.all()
        .forEach(
            (name, event) -> {
              // When
              JsonNode ecs = read(format.write(event, 64_000));

              // Then
              assertThat(Ecs.errors(ecs)).as(name).isEmpty();
              kinds.add(ecs.at("/event/kind").asText());
            });
    assertThat(kinds).containsExactlyInAnyOrder("alert", "event");
  }

  @Property(tries = 1000)
  void isAsEcsHasItWhateverTheEventHoldsAndSaysWhenItIsCut(
      @ForAll("events") ObjectNode event,
      @ForAll @IntRange(min = Format.LEAST_LIMIT, max = 9000) int limit) {
    // When
    Format.Text text = format.write(event, limit);

    // Then
    JsonNode ecs = read(text);
    assertThat(Ecs.errors(ecs)).isEmpty();
    assertThat(ecs.at("/tagout/truncated").asBoolean()).isEqualTo(text.cut());
    assertThat(ecs.at("/tagout/untruncated_size").asInt() > limit - 80).isEqualTo(text.cut());
    assertThat(ecs.at("/event/id").asText()).isNotEmpty();
  }

  @Test
  void judgesADocumentByTheDictionary() {
    // Given
    ObjectNode unknown = (ObjectNode) read(format.write(Samples.refusedStart(), 64_000));
    unknown.put("policy", "x");
    ObjectNode listed = (ObjectNode) read(format.write(Samples.refusedStart(), 64_000));
    ((ObjectNode) listed.get("event")).putArray("action").add("x");
    ObjectNode worded = (ObjectNode) read(format.write(Samples.refusedStart(), 64_000));
    ((ObjectNode) worded.get("event")).putArray("type").add("change");

    // Then
    assertThat(Ecs.errors(unknown)).containsExactly("ECS has no field policy");
    assertThat(Ecs.errors(listed)).containsExactly("event.action is a list");
    assertThat(Ecs.errors(worded)).isEmpty();
    ((ObjectNode) worded.get("event")).putArray("type").add("group");
    assertThat(Ecs.errors(worded)).hasSize(1);
  }

  @Provide
  Arbitrary<ObjectNode> events() {
    return Hostile.events();
  }

  private static JsonNode read(Format.Text text) {
    return Json.tree(text.line().getBytes(StandardCharsets.UTF_8));
  }
}
