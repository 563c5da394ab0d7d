package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What every format promises. */
class AnyFormatTest {
  private static final List<Format> FORMATS =
      List.of(new OcsfFormat(), new EcsFormat(), new CefFormat(), new LeefFormat());

  @Property(tries = 2000)
  void isOneLineWithinTheLimitWhateverTheEventHolds(
      @ForAll("formats") Format format,
      @ForAll("events") ObjectNode event,
      @ForAll @IntRange(min = Format.LEAST_LIMIT, max = 9000) int limit) {
    // Given
    ObjectNode before = event.deepCopy();

    // When
    Format.Text text = format.write(event, limit);

    // Then
    assertThat(text.line().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(limit);
    assertThat(text.line().codePoints().anyMatch(Hostile::harms)).isFalse();
    assertThat(event).isEqualTo(before);
    assertThat(format.write(event, limit)).isEqualTo(text);
  }

  @Test
  void fitsInTheLeastLimitThoughEveryTextIsLongAndWide() {
    for (ObjectNode event : Samples.all().values()) {
      for (String text : List.of("漢".repeat(5000), "\\\"".repeat(2000), "|=^\\".repeat(2000))) {
        // Given
        ObjectNode wide = event.deepCopy();
        Hostile.replaceAll(wide, text);

        for (Format format : FORMATS) {
          // When
          Format.Text written = format.write(wide, Format.LEAST_LIMIT);

          // Then
          assertThat(written.cut()).isTrue();
          assertThat(written.line().getBytes(StandardCharsets.UTF_8))
              .hasSizeLessThanOrEqualTo(Format.LEAST_LIMIT);
        }
      }
    }
  }

  @Property(tries = 200)
  void cutsNothingThatFits(@ForAll("formats") Format format, @ForAll("samples") ObjectNode event) {
    // Given
    Format.Text whole = format.write(event, Integer.MAX_VALUE);
    int size = whole.line().getBytes(StandardCharsets.UTF_8).length;

    // When
    Format.Text fitting = format.write(event, Math.max(Format.LEAST_LIMIT, size));

    // Then
    assertThat(whole.cut()).isFalse();
    assertThat(fitting).isEqualTo(whole);
    if (size > Format.LEAST_LIMIT) {
      assertThat(format.write(event, size - 1).cut()).isTrue();
    }
  }

  @Property(tries = 40)
  void writesAnEventOfAnUnknownClassWithWhatEveryClassHas(@ForAll("formats") Format format) {
    // Given
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("class_uid", 1011).put("class_name", "Device Power State Activity");
    event.put("time", Samples.AT.toEpochMilli()).put("severity_id", 9).put("message", "hello");
    event.putObject("metadata").put("uid", "id-1").put("event_code", "power.on");
    event.putObject("something_new").put("long", "x".repeat(5000));

    // When
    Format.Text text = format.write(event, 1024);

    // Then
    assertThat(text.line()).contains("id-1", "power.on", "hello", "1011");
    assertThat(text.line().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
  }

  @Test
  void refusesAnEventThatLacksWhatNoneMayLackAndNamesIt() {
    for (Format format : FORMATS) {
      // Given
      ObjectNode event = Samples.refusedStart();
      ObjectNode withoutId = event.deepCopy();
      ((ObjectNode) withoutId.get("metadata")).put("uid", " ");
      ObjectNode withTextAsTime = event.deepCopy().put("time", "2026-11-29T10:00:00Z");
      ObjectNode withoutClass = event.deepCopy().without("class_uid");

      // Then
      assertThatThrownBy(() -> format.write(withoutId, 8000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("metadata.uid");
      assertThatThrownBy(() -> format.write(withTextAsTime, 8000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("time");
      assertThatThrownBy(() -> format.write(withoutClass, 8000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("class_uid");
      assertThatThrownBy(() -> format.write(event, 1023))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("limit");
    }
  }

  @Provide
  Arbitrary<Format> formats() {
    return Arbitraries.of(FORMATS);
  }

  @Provide
  Arbitrary<ObjectNode> events() {
    return Hostile.events();
  }

  @Provide
  Arbitrary<ObjectNode> samples() {
    return Arbitraries.of(Samples.all().values());
  }
}
