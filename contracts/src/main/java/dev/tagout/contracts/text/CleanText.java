package dev.tagout.contracts.text;

/**
 * Text that others may have written, made fit for a line of a log: what could break the line, end a
 * field or turn the direction of writing is U+FFFD.
 */
public final class CleanText {
  /** Ends what was cut. */
  public static final char ELLIPSIS = '…';

  private static final char REPLACEMENT = '\uFFFD';

  private CleanText() {}

  /**
   * The same text with U+FFFD for each control or format character, separator of lines or
   * paragraphs, and half of a surrogate pair.
   */
  public static String of(String text) {
    int first = firstHarmful(text);
    if (first < 0) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (isHarmless(point)) {
        clean.appendCodePoint(point);
      } else {
        clean.append(REPLACEMENT);
      }
      i += Character.charCount(point);
    }
    return clean.toString();
  }

  /** Whether {@link #of} changes nothing. */
  public static boolean isClean(String text) {
    return firstHarmful(text) < 0;
  }

  /**
   * The text itself where it is short enough; else as much of it as has room before an ellipsis.
   *
   * @param longest in UTF-16 units
   */
  public static String atMost(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /** How many bytes of UTF-8 a text without halves of surrogate pairs has. */
  public static int bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        bytes++;
      } else if (unit < 0x800 || Character.isSurrogate(unit)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  private static int firstHarmful(String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (!isHarmless(point)) {
        return i;
      }
      i += Character.charCount(point);
    }
    return -1;
  }

  private static boolean isHarmless(int point) {
    if (point < 0x7F) {
      return point >= ' ';
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
