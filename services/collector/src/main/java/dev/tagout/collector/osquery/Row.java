package dev.tagout.collector.osquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Hash;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One row of a result. osquery writes every value as text unless {@code numerics} is on, and an
 * empty text for SQL's NULL; so an empty value is an absent one.
 *
 * @param columns the row
 * @param path where it stands in the result, such as {@code snapshot[0]}
 */
record Row(JsonNode columns, String path) {
  Row {
    if (!columns.isObject()) {
      throw new ContractViolation(path, "must be an object of columns");
    }
  }

  /** The value; null when absent. */
  String text(String column) {
    JsonNode value = columns.path(column);
    if (value.isContainerNode()) {
      throw violation(column, "must be a plain value");
    }
    String text = value.asText("").strip();
    return text.isEmpty() || value.isNull() ? null : text;
  }

  String requiredText(String column) {
    String text = text(column);
    if (text == null) {
      throw violation(column, "is required");
    }
    return text;
  }

  /** SQLite has no booleans: 1 or 0, or the words; null when absent. */
  Boolean bool(String column) {
    String text = text(column);
    return text == null
        ? null
        : switch (text.toLowerCase(Locale.ROOT)) {
          case "1", "true" -> true;
          case "0", "false" -> false;
          default -> throw violation(column, "must be 1, 0, true or false");
        };
  }

  /** RFC 3339, a date (its first instant in UTC) or seconds since 1970; null when absent. */
  Instant instant(String column) {
    String text = text(column);
    if (text == null) {
      return null;
    }
    try {
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return text.length() == "2026-01-31".length()
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : Instant.parse(text);
    } catch (DateTimeException | NumberFormatException e) {
      throw violation(
          column, "must be an RFC 3339 instant, a date such as 2026-01-31, or seconds since 1970");
    }
  }

  /** One of a contract's words, whatever its case; what the contract does not know is its worst. */
  <E extends Enum<E>> E word(String column, Class<E> type) {
    return Json.fromTree(TextNode.valueOf(requiredText(column).toLowerCase(Locale.ROOT)), type);
  }

  /** A SHA-256 hash in hexadecimal digits, whatever their case; null when absent. */
  Hash hash(String column) {
    String text = text(column);
    try {
      return text == null ? null : new Hash(text.toLowerCase(Locale.ROOT));
    } catch (ContractViolation e) {
      throw e.within(column).within(path);
    }
  }

  /** Whole numbers between commas; null when absent. */
  List<Integer> numbers(String column) {
    String text = text(column);
    try {
      return text == null
          ? null
          : Arrays.stream(text.split(",")).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw violation(column, "must be whole numbers between commas");
    }
  }

  /** A violation that names the column where it stands. */
  ContractViolation violation(String column, String problem) {
    return new ContractViolation(column, problem).within(path);
  }
}
