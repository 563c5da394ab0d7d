package dev.tagout.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocumentTest {
  @Test
  void longTextIsWrappedUnderItsBeginning() {
    // Given
    String text = "word ".repeat(40).strip();

    // When
    Document page = new Document().item("1.", text);

    // Then
    assertThat(page.lines()).hasSize(3).allMatch(line -> line.length() <= 100);
    assertThat(page.lines().get(0)).startsWith("  1. word");
    assertThat(page.lines().get(1)).startsWith("     word");
    assertThat(page.toString().replaceAll("\\s+", " ").strip()).isEqualTo("1. " + text);
  }

  @Test
  void aWordThatIsTooWideStaysWhole() {
    // Given
    String id = "libvirt:" + "0".repeat(150);

    // When
    Document page = new Document().field("id", id);

    // Then
    assertThat(page.lines()).containsExactly("  id          " + id);
  }

  @Test
  void aFieldWithoutValueIsNoLine() {
    // When
    Document page = new Document().field("owner", null).field("contact", " ");

    // Then
    assertThat(page.lines()).isEmpty();
  }

  @Test
  void headingsHaveAnEmptyLineBeforeThemAndNoneAtTheTop() {
    // When
    Document page = new Document().heading("One").indented("text").heading("Two");

    // Then
    assertThat(page.lines()).containsExactly("One", "  text", "", "Two");
  }
}
