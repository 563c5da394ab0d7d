package dev.tagout.exporter.syslog;

import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.Finding;
import dev.tagout.exporter.receiver.Item;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/**
 * Findings as messages of RFC 5424. Structured data is written only with a site's own enterprise
 * number: Tagout has none, 32473 is for documentation, and names without a number are IANA's. No
 * byte order mark: those who read CEF and LEEF look for these words at the beginning, and JSON
 * begins with none (RFC 8259 §8.1).
 */
final class SyslogMessage {
  /** RFC 5424 §6.2.1: log audit. */
  private static final int FACILITY = 13;

  /** §6.2.4, §6.2.7, §6.3.3. */
  private static final int LONGEST_HOSTNAME = 255;

  private static final int LONGEST_MSGID = 32;

  /** Of an id in structured data: it is for finding things again, and the message has all of it. */
  private static final int LONGEST_ID = 100;

  private static final String APP_NAME = "tagout";

  private final String hostname;
  private final OptionalInt enterpriseNumber;
  private final Format format;
  private final int maxBytes;

  SyslogMessage(SyslogSettings settings, Format format) {
    this.hostname = printable(settings.hostname(), LONGEST_HOSTNAME);
    this.enterpriseNumber = settings.enterpriseNumber();
    this.format = format;
    this.maxBytes = settings.maxBytes();
  }

  /** The message, without its frame; null when the item has none, and is refused. */
  byte[] of(Item item) {
    String header = header(item.finding());
    // All of the header is ASCII.
    String text = item.text(format, maxBytes - header.length());
    return text == null ? null : (header + text).getBytes(StandardCharsets.UTF_8);
  }

  private String header(Finding finding) {
    return "<"
        + (FACILITY * 8 + severity(finding))
        + ">1 "
        + DateTimeFormatter.ISO_INSTANT.format(finding.time().truncatedTo(ChronoUnit.MILLIS))
        + " "
        + hostname
        + " "
        + APP_NAME
        + " - "
        + printable(finding.text("class_name", "").replace(" ", ""), LONGEST_MSGID)
        + " "
        + structuredData(finding)
        + " ";
  }

  /** §6.2.1. A severity that this version does not know is taken for critical. */
  static int severity(Finding finding) {
    return switch (finding.severity().orElse(0)) {
      case 1 -> 6;
      case 2 -> 5;
      case 3 -> 4;
      case 4 -> 3;
      case 6 -> 1;
      default -> 2;
    };
  }

  private String structuredData(Finding finding) {
    if (enterpriseNumber.isEmpty()) {
      return "-";
    }
    String correlation = finding.event().path("metadata").path("correlation_uid").textValue();
    return "["
        + APP_NAME
        + "@"
        + enterpriseNumber.getAsInt()
        + " uid=\""
        + value(finding.id())
        + "\""
        + (correlation == null ? "" : " correlation=\"" + value(correlation) + "\"")
        + "]";
  }

  /** §6.3.3: a backslash before each of three characters. Ours are ASCII, too. */
  private static String value(String id) {
    StringBuilder out = new StringBuilder();
    id.chars()
        .limit(LONGEST_ID)
        .forEach(
            c -> {
              if (c == '"' || c == '\\' || c == ']') {
                out.append('\\');
              }
              out.append(c >= ' ' && c <= '~' ? (char) c : '?');
            });
    return out.toString();
  }

  /** PRINTUSASCII, cut; the nil value when nothing of it is left. */
  private static String printable(String text, int longest) {
    StringBuilder out = new StringBuilder();
    text.chars().filter(c -> c > ' ' && c <= '~').limit(longest).forEach(c -> out.append((char) c));
    return out.isEmpty() ? "-" : out.toString();
  }
}
