package dev.tagout.exporter.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * An event of the topic. Of its class nothing is asked: what is new is carried as what is known.
 *
 * @param id {@code metadata.uid}, from which a receiver knows an event that it has
 * @param time when it happened
 * @param event as it is on the topic
 */
public record Finding(String id, Instant time, ObjectNode event) {
  /** OCSF 1.8.0, {@code severity_id}: those with an order. */
  private static final int INFORMATIONAL = 1;

  private static final int FATAL = 6;

  /**
   * @throws ContractViolation when it is no JSON object, or lacks what no event may lack
   */
  public static Finding of(byte[] value) {
    if (value == null) {
      throw new ContractViolation("$", "has no value");
    }
    if (!(Json.tree(value) instanceof ObjectNode event)) {
      throw new ContractViolation("$", "is no JSON object");
    }
    return new Finding(id(event), time(event), event);
  }

  private static String id(ObjectNode event) {
    JsonNode id = event.path("metadata").path("uid");
    if (!id.isTextual() || id.textValue().isBlank()) {
      throw new ContractViolation("metadata.uid", "is required: text");
    }
    return id.textValue();
  }

  private static Instant time(ObjectNode event) {
    JsonNode time = event.path("time");
    if (!time.isIntegralNumber() || !time.canConvertToLong()) {
      throw new ContractViolation("time", "is required: milliseconds since 1970");
    }
    try {
      return Instant.ofEpochMilli(time.longValue());
    } catch (DateTimeException e) {
      throw new ContractViolation("time", "is no time: " + time);
    }
  }

  /** 1 to 6, where it says one that has an order. */
  public OptionalInt severity() {
    int id = event.path("severity_id").asInt();
    return id >= INFORMATIONAL && id <= FATAL ? OptionalInt.of(id) : OptionalInt.empty();
  }

  /** Text of a field, or what to say without. */
  public String text(String field, String otherwise) {
    JsonNode value = event.path(field);
    return value.isTextual() ? value.textValue() : otherwise;
  }
}
