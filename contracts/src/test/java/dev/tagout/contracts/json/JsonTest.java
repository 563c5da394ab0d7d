package dev.tagout.contracts.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.id.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  record Timed(Duration every, Instant at) {}

  record Thing(String id) {}

  record Box(
      Thing thing,
      List<Thing> things,
      Map<String, String> labels,
      int number,
      double share,
      boolean open,
      String name,
      VmId vm) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "not json",
        "[]",
        "\"text\"",
        "7",
        "{",
        "{\"missing\":[]",
        "{'missing':[]}",
        "{\"missing\":[]} trailing",
        "{\"missing\":[]}{}",
        "{\"missing\":[]}]"
      })
  void refusesWhatIsNoDocument(String body) {
    // Given
    byte[] bytes = body.getBytes(UTF_8);

    // When
    ContractViolation violation = refusal(() -> Json.decode(bytes, PatchScanned.class));

    // Then
    assertThat(violation.field()).isIn("$", "missing");
    assertThat(violation.problem()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
  }

  @Test
  void refusesNoBytesAtAll() {
    // When
    ContractViolation violation = refusal(() -> Json.decode(null, PatchScanned.class));

    // Then
    assertThat(violation.field()).isEqualTo("$");
  }

  @Test
  void refusesBytesThatAreNoText() {
    // Given
    byte[] bytes = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'};

    // When
    ContractViolation violation = refusal(() -> Json.decode(bytes, PatchScanned.class));

    // Then
    assertThat(violation.problem()).contains("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"missing\":[],\"foo\":%s}", "{\"foo\":%s,\"missing\":[]}"})
  void refusesABombOfBracketsEvenInAnUnknownField(String form) {
    // Given
    byte[] bytes = form.formatted("[".repeat(100_000)).getBytes(UTF_8);

    // When
    ContractViolation violation = refusal(() -> Json.decode(bytes, PatchScanned.class));

    // Then
    assertThat(violation.problem()).contains("nesting depth");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "{} {}", "[[", "{\"a\":1"})
  void refusesATreeOfWhatIsNoJson(String body) {
    // Given
    byte[] bytes = body.getBytes(UTF_8);

    // When
    ContractViolation violation = refusal(() -> Json.tree(bytes));

    // Then
    assertThat(violation.field()).isEqualTo("$");
  }

  @Test
  void keepsTwoUnknownFieldsOfOneNameInDifferentObjects() {
    // Given
    String json =
        "{\"foo\":0,\"missing\":[{\"id\":\"a\",\"foo\":1,\"severity\":\"low\"},"
            + "{\"foo\":{\"foo\":2},\"id\":\"b\",\"severity\":\"low\",\"title\":\"t\","
            + "\"published\":null},{\"id\":\"c\",\"published\":null,\"title\":\"t\","
            + "\"severity\":\"low\",\"foo\":[3]}],\"scanner\":null,\"bar\":null}";

    // When
    Map<String, JsonNode> unknown = Json.decode(json.getBytes(UTF_8), PatchScanned.class).unknown();

    // Then
    assertThat(unknown.keySet())
        .containsExactlyInAnyOrder(
            "foo", "missing[0].foo", "missing[1].foo", "missing[2].foo", "bar");
    assertThat(unknown.get("foo").intValue()).isZero();
    assertThat(unknown.get("missing[0].foo").intValue()).isOne();
    assertThat(unknown.get("missing[1].foo").path("foo").intValue()).isEqualTo(2);
    assertThat(unknown.get("missing[2].foo").path(0).intValue()).isEqualTo(3);
    assertThat(unknown.get("bar").isNull()).isTrue();
  }

  @Test
  void keepsAnUnknownFieldOfAnObjectInAnObject() {
    // Given
    String json =
        "{\"antivirus\":{\"foo\":1,\"installed\":true},\"health\":{\"attested\":true,"
            + "\"attestedAt\":null,\"foo\":{}}}";

    // When
    Map<String, JsonNode> unknown =
        Json.decode(json.getBytes(UTF_8), ProtectionObserved.class).unknown();

    // Then
    assertThat(unknown.keySet()).containsExactlyInAnyOrder("antivirus.foo", "health.foo");
  }

  @Test
  void writesDurationsAndInstantsAsText() {
    // Given
    Timed timed = new Timed(Duration.ofMinutes(15), Instant.parse("2026-11-23T10:00:00Z"));

    // When
    String json = Json.text(timed);

    // Then
    assertThat(json).isEqualTo("{\"every\":\"PT15M\",\"at\":\"2026-11-23T10:00:00Z\"}");
    assertThat(Json.read(json, Timed.class)).isEqualTo(timed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"900", "\"15 minutes\"", "\"\"", "{}", "1.5"})
  void namesADurationThatIsNotIso8601(String value) {
    // Given
    String json = "{\"every\":" + value + "}";

    // When
    ContractViolation violation = refusal(() -> Json.read(json, Timed.class));

    // Then
    assertThat(violation.field()).isEqualTo("every");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1763892000", "1763892000.5", "\"2026-11-23\"", "\" \"", "{}"})
  void namesAnInstantThatIsNotRfc3339(String value) {
    // Given
    String json = "{\"at\":" + value + "}";

    // When
    ContractViolation violation = refusal(() -> Json.read(json, Timed.class));

    // Then
    assertThat(violation.field()).isEqualTo("at");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"thing\":\"db\"}         | thing        | must be an object",
        "{\"thing\":[]}             | thing        | must be an object",
        "{\"things\":{}}            | things       | must be a list",
        "{\"things\":[7]}           | things[0]    | must be an object",
        "{\"labels\":\"a\"}         | labels       | must be an object",
        "{\"number\":\"seven\"}     | number       | must be a whole number",
        "{\"number\":1.5}           | number       | must be a whole number",
        "{\"share\":\"half\"}       | share        | must be a number",
        "{\"open\":\"yes\"}         | open         | must be true or false",
        "{\"name\":{}}              | name         | must be text",
        "{\"name\":7}               | name         | must be text",
        "{\"vm\":{\"id\":\"a:b\"}}  | vm           | must be text",
        "{\"thing\":{\"id\":[]}}    | thing.id     | must be text",
        "[]                         | $            | must be an object"
      })
  void saysWhatAFieldMustBeAndNamesNoClass(String body, String field, String problem) {
    // Given
    byte[] bytes = body.getBytes(UTF_8);

    // When
    ContractViolation violation = refusal(() -> Json.decode(bytes, Box.class));

    // Then
    assertThat(violation).hasMessage(field + ": " + problem);
  }

  @Test
  void namesNoClassOverWhatFollowsTheDocument() {
    // When
    ContractViolation violation = refusal(() -> Json.read("{}{}", Box.class));

    // Then
    assertThat(violation.getMessage()).contains("Trailing token").doesNotContain("Box", "tagout");
  }

  @Test
  void takesAnInstantWithAnOffset() {
    // Given
    String json = "{\"at\":\"2026-11-23T11:00:00+01:00\"}";

    // When
    Timed read = Json.read(json, Timed.class);

    // Then
    assertThat(read.at()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
  }

  private static ContractViolation refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ContractViolation.class, call);
  }
}
