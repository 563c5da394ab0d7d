package dev.tagout.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogKeyTest {
  @Test
  void writesKeyAndValue() {
    // When
    String written = LogKey.VM_ID.is("libvirt:a").toString();

    // Then
    assertThat(written).isEqualTo("vmId=libvirt:a");
  }

  @Test
  void writesNothingAsNull() {
    // When
    String written = LogKey.REASON.is(null).toString();

    // Then
    assertThat(written).isEqualTo("reason=null");
  }

  @Test
  void letsNoValueForgeALineOrColourATerminal() {
    // When
    String written = LogKey.REASON.is("a\r\nb\tc\u001b[31m\u0085\u2028\u2029ü").toString();

    // Then
    assertThat(written)
        .isEqualTo("reason=a\\r\\nb\\tc\\u001b[31m\\u0085\\u2028\\u2029ü")
        .hasLineCount(1);
  }

  @Test
  void rendersWhenTheLineIsWritten() {
    // Given
    StringBuilder value = new StringBuilder("before");

    // When
    Object rendered = LogKey.REASON.is(value);

    // Then
    value.append(" and after");
    assertThat(rendered).hasToString("reason=before and after");
  }

  @Test
  void hasEachKeyOnceInCamelCase() {
    // When
    List<String> keys =
        Arrays.stream(LogKey.values()).map(k -> k.is("").toString().replace("=", "")).toList();

    // Then
    assertThat(keys).doesNotHaveDuplicates().allMatch(k -> k.matches("[a-z]+([A-Z][a-z]+)*"));
  }
}
