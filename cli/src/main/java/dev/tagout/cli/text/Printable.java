package dev.tagout.cli.text;

/**
 * Text that a terminal shows and does not obey. Names of VMs are chosen by whoever may name a VM:
 * control characters, escape sequences and what turns the direction of writing are shown as their
 * code, so that two names that look alike are not taken for one.
 */
public final class Printable {
  private Printable() {}

  /** For one line: line breaks and tabs become a blank. */
  public static String line(String text) {
    return clean(text.replaceAll("[\\r\\n\\t]+", " "));
  }

  /** For several lines: line breaks stay, tabs become a blank. */
  public static String text(String text) {
    StringBuilder clean = new StringBuilder();
    text.lines().forEach(line -> clean.append(clean.isEmpty() ? "" : "\n").append(line(line)));
    return clean.toString();
  }

  /**
   * The text within {@code width} columns of a terminal; an ellipsis stands for what is cut.
   *
   * @param width at least 1
   */
  public static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      if (used + width(c) > width - 1) {
        break;
      }
      cut.appendCodePoint(c);
      used += width(c);
    }
    return cut.append('…').toString();
  }

  /** How many columns of a terminal it takes. */
  public static int width(String text) {
    return text.codePoints().map(Printable::width).sum();
  }

  private static String clean(String text) {
    if (text.codePoints().allMatch(Printable::isHarmless)) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHarmless(c)) {
                clean.appendCodePoint(c);
              } else {
                clean.append("\\u{%x}".formatted(c));
              }
            });
    return clean.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** As terminals draw them: marks above a letter take no column, East Asian letters take two. */
  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0x303e)
            || (c >= 0x3041 && c <= 0xa4cf)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0xffe0 && c <= 0xffe6)
            || (c >= 0x1f300 && c <= 0x1faff)
            || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }
}
