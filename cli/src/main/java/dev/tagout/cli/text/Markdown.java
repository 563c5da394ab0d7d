package dev.tagout.cli.text;

/** What comes from outside, as Markdown shows it and does not read it. */
public final class Markdown {
  private Markdown() {}

  /**
   * For a cell of a table or a line of text: no markup, no HTML, no mention of anybody, and no link
   * where a URL stands (GitHub Flavored Markdown section 6.9, extended autolinks).
   */
  public static String text(String text) {
    String clean = Printable.line(text);
    StringBuilder escaped = new StringBuilder();
    clean
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '@' -> escaped.append("&#64;");
                case '\\', '`', '*', '_', '[', ']', '|', '~', '#', '!' ->
                    escaped.append('\\').append((char) c);
                default -> escaped.append((char) c);
              }
            });
    return escaped.toString().replace("://", "\\://").replaceAll("(?i)(www)\\.", "$1\\\\.");
  }

  /** For a name that is to be copied: code, in which nothing is markup. */
  public static String code(String text) {
    String clean = Printable.line(text).replace("`", "'").replace("|", "\\|");
    return clean.isBlank() ? "" : "`" + clean + "`";
  }
}
