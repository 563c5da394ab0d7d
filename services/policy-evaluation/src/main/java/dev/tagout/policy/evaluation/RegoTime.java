package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.styra.opa.wasm.OpaBuiltin;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * The built-ins of OPA's {@code time} that the capabilities admit; in WebAssembly the host supplies
 * them. They throw on what they cannot do, since a rule must fail rather than fall silent.
 */
final class RegoTime {
  private static final long NANOS = 1_000_000_000L;

  /** As Go's RFC3339Nano prints: a fraction without trailing zeros, or none. */
  private static final DateTimeFormatter RFC3339_NANO =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RegoTime() {}

  static OpaBuiltin.Builtin[] builtins() {
    return new OpaBuiltin.Builtin[] {
      OpaBuiltin.from("time.parse_rfc3339_ns", (instance, text) -> parse(text)),
      OpaBuiltin.from("time.format", (instance, nanos) -> format(nanos))
    };
  }

  /**
   * Nanoseconds since 1970.
   *
   * @throws ArithmeticException outside of 1677-09-21 to 2262-04-11
   * @throws java.time.format.DateTimeParseException when it is not RFC 3339
   */
  static JsonNode parse(JsonNode text) {
    if (!text.isTextual()) {
      throw new IllegalArgumentException("time.parse_rfc3339_ns: not text");
    }
    Instant instant = OffsetDateTime.parse(text.textValue()).toInstant();
    return LongNode.valueOf(
        Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano()));
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
