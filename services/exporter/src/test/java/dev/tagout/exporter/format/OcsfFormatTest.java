package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OcsfFormatTest {
  private final Format format = new OcsfFormat();

  @Test
  void leavesWhatTagoutWritesAsItIs() {
    Samples.all()
        .forEach(
            (name, event) -> {
              // When
              Format.Text text = format.write(event, 64_000);

              // Then
              assertThat(read(text)).as(name).isEqualTo(read(Json.text(event)));
              assertThat(text.cut()).isFalse();
            });
  }

  @Property(tries = 1500)
  void isStillValidWhenItIsCut(
      @ForAll("events") ObjectNode event,
      @ForAll @IntRange(min = Format.LEAST_LIMIT, max = 6000) int limit) {
    // Given
    Assume.that(OcsfSchemas.errors(event).isEmpty());

    // When
    Format.Text text = format.write(event, limit);

    // Then
    JsonNode read = read(text);
    assertThat(OcsfSchemas.errors(read)).isEmpty();
    assertThat(read.at("/metadata/is_truncated").asBoolean()).isEqualTo(text.cut());
    assertThat(read.path("class_uid")).isEqualTo(event.path("class_uid"));
    assertThat(read.path("time")).isEqualTo(read(Json.text(event.path("time"))));
    assertThat(read.path("severity_id")).isEqualTo(event.path("severity_id"));
    if (text.cut()) {
      assertThat(read.at("/metadata/untruncated_size").asInt() * 1000)
          .isGreaterThan(text.line().getBytes(StandardCharsets.UTF_8).length - 200);
    }
  }

  @Test
  void dropsDetailsAndSaysHowLargeItWas() {
    // Given
    ObjectNode event = Samples.refusedStart();
    int whole = format.write(event, 64_000).line().length();

    // When
    Format.Text text = format.write(event, 2048);

    // Then
    JsonNode read = read(text);
    assertThat(whole).isBetween(2049, 3000);
    assertThat(text.cut()).isTrue();
    assertThat(read.at("/metadata/untruncated_size").asInt()).isEqualTo(3);
    assertThat(read.at("/unmapped/violations").size()).isLessThan(2);
    assertThat(read.path("message")).isEqualTo(event.path("message"));
    assertThat(read.at("/device/uid")).isEqualTo(event.at("/device/uid"));
    assertThat(OcsfSchemas.errors(read)).isEmpty();
  }

  @Test
  void keepsAsManyViolationsAsFit() {
    // Given
    ObjectNode event = Samples.refusedStart();
    ArrayNode violations = (ArrayNode) event.at("/unmapped/violations");
    ObjectNode one = (ObjectNode) violations.get(0);
    violations.removeAll();
    for (int i = 0; i < 30; i++) {
      violations.add(one.deepCopy().put("rule", "rule/" + i));
    }
    int whole = format.write(event, 64_000).line().length();

    // When
    Format.Text text = format.write(event, 8000);

    // Then
    JsonNode read = read(text);
    int kept = read.at("/unmapped/violations").size();
    int least = one.toString().length();
    assertThat(whole).isGreaterThan(9000);
    assertThat(text.cut()).isTrue();
    assertThat(text.line().length()).isBetween(8000 - 2 * least, 8000);
    assertThat(kept).isBetween(10, 29);
    for (int i = 0; i < kept; i++) {
      assertThat(read.at("/unmapped/violations").get(i)).isEqualTo(violations.get(i));
    }
    assertThat(read.at("/unmapped/outcome")).isEqualTo(event.at("/unmapped/outcome"));
    assertThat(read.path("observables")).isEqualTo(event.path("observables"));
    assertThat(OcsfSchemas.errors(read)).isEmpty();
  }

  @Provide
  Arbitrary<ObjectNode> events() {
    return Hostile.events();
  }

  private static JsonNode read(Format.Text text) {
    return read(text.line());
  }

  private static JsonNode read(String json) {
    return Json.tree(json.getBytes(StandardCharsets.UTF_8));
  }
}
