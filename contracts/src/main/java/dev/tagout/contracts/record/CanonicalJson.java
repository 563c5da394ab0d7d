package dev.tagout.contracts.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagout.contracts.json.ContractViolation;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON with one spelling, so that it can be hashed: RFC 8785 (JSON Canonicalization Scheme), but
 * for numbers. Members are sorted by UTF-16 code units, nothing stands between tokens, strings have
 * the shortest escapes. A number keeps its exact decimal value and is written without exponent and
 * without needless zeros; RFC 8785 would round it to a double, and two numbers that PostgreSQL
 * tells apart would get one hash.
 */
public final class CanonicalJson {
  /** PostgreSQL's numeric has at most 131072 digits before the point and 16383 after it. */
  private static final int MAX_DIGITS = 150_000;

  private static final int MAX_DEPTH = 1000;

  private static final JsonMapper EXACT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(MAX_DIGITS)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CanonicalJson() {}

  /**
   * Reads JSON without loss: numbers keep all of their digits.
   *
   * @throws ContractViolation when it is no JSON, or an object has a member twice
   */
  public static JsonNode parse(String json) {
    try {
      JsonNode value = EXACT.readTree(json);
      if (value.isMissingNode()) {
        throw new ContractViolation("$", "is empty");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ContractViolation("$", "is no JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * The one spelling of this value.
   *
   * @throws ContractViolation when a number has an absurd exponent
   */
  public static String text(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out) {
    if (value.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
      String separator = "{";
      for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
        quote(member.getKey(), out.append(separator));
        write(member.getValue(), out.append(':'));
        separator = ",";
      }
      out.append(sorted.isEmpty() ? "{}" : "}");
    } else if (value.isArray()) {
      String separator = "[";
      for (JsonNode item : value) {
        write(item, out.append(separator));
        separator = ",";
      }
      out.append(value.isEmpty() ? "[]" : "]");
    } else if (value.isTextual()) {
      quote(value.textValue(), out);
    } else if (value.isIntegralNumber()) {
      out.append(value.bigIntegerValue());
    } else if (value.isNumber()) {
      out.append(plain(value.decimalValue()));
    } else {
      out.append(value.asText());
    }
  }

  private static String plain(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    if (Math.abs((long) shortest.scale()) > MAX_DIGITS) {
      throw new ContractViolation("$", "has a number with an exponent that is out of bounds");
    }
    return shortest.toPlainString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
