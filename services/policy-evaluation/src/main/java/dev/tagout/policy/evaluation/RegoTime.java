package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The built-ins of OPA's {@code time} that the capabilities admit; in WebAssembly the host supplies
 * them. They throw on what they cannot do, since a rule must fail rather than fall silent.
 */
final class RegoTime {
  private static final long NANOS = 1_000_000_000L;

  /** As Go's RFC3339Nano reads: no lower case, seconds required, any number of digits behind. */
  private static final Pattern RFC3339 =
      Pattern.compile(
          "(?<local>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(?<fraction>\\d+))?"
              + "(?:Z|(?<sign>[+-])(?<hours>\\d\\d):(?<minutes>\\d\\d))");

  /** As Go's RFC3339Nano prints: a fraction without trailing zeros, or none. */
  private static final DateTimeFormatter RFC3339_NANO =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RegoTime() {}

  static List<RegoBuiltin> builtins() {
    return List.of(
        RegoBuiltin.of("time.parse_rfc3339_ns", RegoTime::parse),
        RegoBuiltin.of("time.format", RegoTime::format));
  }

  /**
   * Nanoseconds since 1970.
   *
   * @throws ArithmeticException outside of 1677-09-21 to 2262-04-11
   * @throws DateTimeException when it is not RFC 3339
   */
  static JsonNode parse(JsonNode text) {
    if (!text.isTextual()) {
      throw new IllegalArgumentException("time.parse_rfc3339_ns: not text");
    }
    Matcher parts = RFC3339.matcher(text.textValue());
    if (!parts.matches()) {
      throw new DateTimeException("time.parse_rfc3339_ns: not RFC 3339");
    }
    long seconds =
        LocalDateTime.parse(parts.group("local")).toEpochSecond(ZoneOffset.UTC) - offset(parts);
    String fraction = parts.group("fraction");
    long nanos = fraction == null ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
    return LongNode.valueOf(Math.addExact(Math.multiplyExact(seconds, NANOS), nanos));
  }

  /** Java's own offsets end at 18 hours; those of RFC 3339 end at 23:59. */
  private static long offset(Matcher parts) {
    if (parts.group("hours") == null) {
      return 0;
    }
    long hours = Long.parseLong(parts.group("hours"));
    long minutes = Long.parseLong(parts.group("minutes"));
    if (hours > 23 || minutes > 59) {
      throw new DateTimeException("time.parse_rfc3339_ns: no such offset");
    }
    long seconds = (hours * 60 + minutes) * 60;
    return parts.group("sign").equals("-") ? -seconds : seconds;
  }

  static JsonNode format(JsonNode nanos) {
    if (!nanos.canConvertToLong() || !nanos.canConvertToExactIntegral()) {
      throw new IllegalArgumentException("time.format: not a number of nanoseconds");
    }
    long value = nanos.longValue();
    return TextNode.valueOf(
        RFC3339_NANO.format(
            Instant.ofEpochSecond(Math.floorDiv(value, NANOS), Math.floorMod(value, NANOS))));
  }
}
