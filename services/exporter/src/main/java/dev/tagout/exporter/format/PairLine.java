package dev.tagout.exporter.format;

import dev.tagout.contracts.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A line of a header and pairs of keys and values under a limit. When it is too long, pairs that
 * tell details go, the last first; then the message is shortened to no less than {@value
 * #SHORT_MESSAGE} bytes; then the other pairs go that need not stay, the last first; then the
 * message shrinks further. Then a pair says how many bytes the line would have had.
 */
final class PairLine {
  static final int SHORT_MESSAGE = 200;

  /** How long a pair stays. */
  enum Stays {
    ALWAYS,
    /** Who, what and where. */
    LONG,
    /** Goes before the message is shortened. */
    SHORT
  }

  /** Writes each character so that it can be nothing but a part of a value. */
  interface Escape {
    void write(int point, StringBuilder to);
  }

  private record Pair(String text, int bytes, Stays stays) {}

  private final String header;
  private final String separator;
  private final Escape escape;
  private final List<Pair> pairs = new ArrayList<>();
  private int whole;
  private boolean shortened;

  PairLine(String header, String separator, Escape escape) {
    this.header = header;
    this.separator = separator;
    this.escape = escape;
    this.whole = CleanText.bytes(header);
  }

  /**
   * Adds a pair.
   *
   * @param prefix all that stands before the value: its label and key, with the equals sign
   * @param value clean; nothing is added for null
   * @param longest how many UTF-16 units of it may stand there
   */
  void pair(String prefix, String value, int longest, Stays stays) {
    if (value == null) {
      return;
    }
    String written = prefix + escaped(CleanText.atMost(value, longest));
    int bytes = separatorBytes() + CleanText.bytes(written);
    pairs.add(new Pair(written, bytes, stays));
    whole += bytes;
    if (value.length() > longest) {
      shortened = true;
      whole +=
          CleanText.bytes(escaped(value))
              - CleanText.bytes(escaped(CleanText.atMost(value, longest)));
    }
  }

  /**
   * The line.
   *
   * @param prefix the message's key with the equals sign
   * @param message clean; null for none
   * @param note the pair that says how many bytes the line would have had
   */
  Format.Text fit(String prefix, String message, int longest, int limit, IntFunction<String> note) {
    pair(prefix, message, longest, Stays.ALWAYS);
    int bytes = CleanText.bytes(header) + pairs.stream().mapToInt(Pair::bytes).sum();
    if (bytes <= limit && !shortened) {
      return new Format.Text(text(), false);
    }
    Pair last = message == null ? null : pairs.removeLast();
    String said = note.apply(whole);
    int noted = separatorBytes() + CleanText.bytes(said);
    pairs.add(new Pair(said, noted, Stays.ALWAYS));
    bytes += noted;
    bytes = drop(Stays.SHORT, bytes, limit);
    if (last != null) {
      Pair shorter =
          shorter(last, prefix, message, Math.max(SHORT_MESSAGE, last.bytes - (bytes - limit)));
      bytes += shorter.bytes - last.bytes;
      bytes = drop(Stays.LONG, bytes, limit);
      Pair shortest = shorter(shorter, prefix, message, shorter.bytes - Math.max(0, bytes - limit));
      if (shortest != null) {
        pairs.add(shortest);
      }
    } else {
      drop(Stays.LONG, bytes, limit);
    }
    return new Format.Text(text(), true);
  }

  private int drop(Stays which, int bytes, int limit) {
    int left = bytes;
    for (int i = pairs.size() - 1; i >= 0 && left > limit; i--) {
      if (pairs.get(i).stays == which) {
        left -= pairs.remove(i).bytes;
      }
    }
    return left;
  }

  /** The pair itself when it has room; null when there is none for a character and the ellipsis. */
  private Pair shorter(Pair pair, String prefix, String message, int room) {
    if (pair.bytes <= room) {
      return pair;
    }
    StringBuilder written = new StringBuilder(prefix);
    int ellipsis = CleanText.bytes(String.valueOf(CleanText.ELLIPSIS));
    int left = room - separatorBytes() - CleanText.bytes(prefix) - ellipsis;
    StringBuilder one = new StringBuilder();
    for (int i = 0; i < message.length(); ) {
      int point = message.codePointAt(i);
      one.setLength(0);
      escape.write(point, one);
      left -= CleanText.bytes(one.toString());
      if (left < 0) {
        break;
      }
      written.append(one);
      i += Character.charCount(point);
    }
    if (written.length() == prefix.length()) {
      return null;
    }
    String text = written.append(CleanText.ELLIPSIS).toString();
    return new Pair(text, separatorBytes() + CleanText.bytes(text), pair.stays);
  }

  private String escaped(String value) {
    StringBuilder escaped = new StringBuilder(value.length() + 8);
    value.codePoints().forEach(point -> escape.write(point, escaped));
    return escaped.toString();
  }

  private String text() {
    StringBuilder line = new StringBuilder(512).append(header);
    for (int i = 0; i < pairs.size(); i++) {
      line.append(i == 0 ? "" : separator).append(pairs.get(i).text);
    }
    return line.toString();
  }

  private int separatorBytes() {
    return CleanText.bytes(separator);
  }
}
