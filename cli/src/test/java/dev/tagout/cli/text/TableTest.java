package dev.tagout.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsStandUnderEachOther() {
    // Given
    Table table = new Table().column("NAME", 10).number("N").whole("ID");

    // When
    table.row("web", 7, "libvirt:a").row("東京", 1200, "libvirt:b").row(null, "", " ");

    // Then
    assertThat(table.lines())
        .containsExactly(
            "NAME     N  ID", //
            "web      7  libvirt:a",
            "東京  1200  libvirt:b",
            "-        -  -");
  }

  @Test
  void aHostileNameIsCutAndBreaksNoLine() {
    // Given
    Table table = new Table().column("NAME", 8).whole("ID");

    // When
    table.row("a\nb" + "x".repeat(10_000), "libvirt:" + "0".repeat(100));

    // Then
    assertThat(table.lines())
        .containsExactly("NAME      ID", "a bxxxx…  libvirt:" + "0".repeat(100));
  }

  @Test
  void aRowHasACellForEachColumn() {
    // Given
    Table table = new Table().whole("A").whole("B");

    // When
    // Then
    assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
  }
}
