package dev.tagout.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void aNameIsNeitherMarkupNorHtmlNorAMention() {
    // When
    String text = Markdown.text("<img src=x> [a](b) | @all `c` *d*\n# e");

    // Then
    assertThat(text).isEqualTo("&lt;img src=x&gt; \\[a\\](b) \\| &#64;all \\`c\\` \\*d\\* \\# e");
  }

  @Test
  void anAddressIsNoLink() {
    // When
    String text = Markdown.text("https://a.example HTTP://b.example www.c.example (Www.d.example)");

    // Then
    assertThat(text)
        .isEqualTo("https\\://a.example HTTP\\://b.example www\\.c.example (Www\\.d.example)");
  }

  @Test
  void codeDoesNotEndEarly() {
    // When
    String code = Markdown.code("a`b|c");

    // Then
    assertThat(code).isEqualTo("`a'b\\|c`");
  }
}
