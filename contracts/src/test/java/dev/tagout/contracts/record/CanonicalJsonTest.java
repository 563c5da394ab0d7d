package dev.tagout.contracts.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Test
  void sortsMembersAsRfc8785DoesInItsExample() {
    // Given, RFC 8785 section 3.2.3
    String json =
        """
        {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
         "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}
        """;

    // When
    String text = CanonicalJson.text(CanonicalJson.parse(json));

    // Then
    assertThat(text)
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,1",
    "1.50,1.5",
    "0.0,0",
    "-0.0,0",
    "1e3,1000",
    "1.5E-3,0.0015",
    "0.1,0.1",
    "12345678901234567890.12345678901234567890,12345678901234567890.1234567890123456789"
  })
  void writesANumberByItsExactValue(String number, String text) {
    assertThat(CanonicalJson.text(CanonicalJson.parse(number))).isEqualTo(text);
  }

  @Test
  void escapesOnlyWhatMustBe() {
    // Given
    String json = "[\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\\\/\\u2028\", true, false, null, {}, []]";

    // When
    String text = CanonicalJson.text(CanonicalJson.parse(json));

    // Then
    assertThat(text).isEqualTo("[\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\/\u2028\",true,false,null,{},[]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{", "", "1 2", "nope"})
  void refusesWhatIsNoJsonOrHasAMemberTwice(String json) {
    assertThatThrownBy(() -> CanonicalJson.text(CanonicalJson.parse(json)))
        .isInstanceOf(ContractViolation.class);
  }

  @Test
  void refusesANumberThatWouldFillTheMemory() {
    assertThatThrownBy(() -> CanonicalJson.text(CanonicalJson.parse("1e999999999")))
        .isInstanceOf(ContractViolation.class);
  }

  @Property
  void isReadBackAsItself(@ForAll Map<String, String> members) {
    // Given
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    members.forEach(json::put);

    // When
    String text = CanonicalJson.text(json);

    // Then
    assertThat(CanonicalJson.text(CanonicalJson.parse(text))).isEqualTo(text);
  }
}
