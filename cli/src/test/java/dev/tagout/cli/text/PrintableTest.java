package dev.tagout.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void escapeSequencesAndTurnedWritingAreShownAsTheirCodes() {
    // When
    String line = Printable.line("web\u001b[2J\u202e10\u0000\ud800");

    // Then
    assertThat(line).isEqualTo("web\\u{1b}[2J\\u{202e}10\\u{0}\\u{d800}");
  }

  @Test
  void aLineStaysOneLine() {
    // When
    String line = Printable.line("one\r\ntwo\tthree\u2028four\u0085five");

    // Then
    assertThat(line).isEqualTo("one two three\\u{2028}four\\u{85}five");
  }

  @Test
  void lettersOfAllLanguagesStay() {
    // When
    String line = Printable.line("Zürich 東京 données 👍");

    // Then
    assertThat(line).isEqualTo("Zürich 東京 données 👍");
  }

  @Test
  void severalLinesStaySeveral() {
    // When
    String text = Printable.text("one\ntwo\u0007");

    // Then
    assertThat(text).isEqualTo("one\ntwo\\u{7}");
  }

  @Test
  void cutsByColumnsAndNotInTheMiddleOfALetter() {
    // When
    String cut = Printable.cut("東京都庁", 6);

    // Then
    assertThat(cut).isEqualTo("東京…");
    assertThat(Printable.width(cut)).isLessThanOrEqualTo(6);
  }

  @Test
  void whatFitsIsNotCut() {
    // When
    String cut = Printable.cut("abc", 3);

    // Then
    assertThat(cut).isEqualTo("abc");
  }
}
