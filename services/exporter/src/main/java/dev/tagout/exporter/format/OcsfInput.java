package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.text.CleanText;
import java.time.Instant;

/**
 * An event that has what no event may lack.
 *
 * @param id {@code metadata.uid}, clean
 * @param time {@code time}, in milliseconds since 1970
 * @param type {@code class_uid}
 */
record OcsfInput(ObjectNode event, String id, long time, int type) {
  /** The last millisecond that has a year of four digits, which formats of time end at. */
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /**
   * @throws IllegalArgumentException when the limit is less than {@link Format#LEAST_LIMIT} or a
   *     field is not there; the message names it
   */
  static OcsfInput of(ObjectNode event, int limit) {
    if (limit < Format.LEAST_LIMIT) {
      throw new IllegalArgumentException(
          "limit is %d, and the least is %d".formatted(limit, Format.LEAST_LIMIT));
    }
    JsonNode id = event.at("/metadata/uid");
    if (!id.isTextual() || id.textValue().isBlank()) {
      throw new IllegalArgumentException("metadata.uid is not there, or no text");
    }
    JsonNode time = event.path("time");
    if (!time.isIntegralNumber()
        || !time.canConvertToLong()
        || time.longValue() < 0
        || time.longValue() > LATEST) {
      throw new IllegalArgumentException(
          "time is not there, or no count of milliseconds since 1970");
    }
    JsonNode type = event.path("class_uid");
    if (!type.isIntegralNumber() || !type.canConvertToInt()) {
      throw new IllegalArgumentException("class_uid is not there, or no number");
    }
    return new OcsfInput(
        event, CleanText.of(id.textValue()).strip(), time.longValue(), type.intValue());
  }

  /** The number of a field that has one; otherwise what else is given. */
  int number(String field, int otherwise) {
    JsonNode node = event.path(field);
    return node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : otherwise;
  }

  /** Whether an alarm should be raised; findings that do not say so are alarms until closed. */
  boolean isAlert() {
    JsonNode said = event.path("is_alert");
    if (said.isBoolean()) {
      return said.booleanValue();
    }
    boolean finding = type == COMPLIANCE_FINDING || type == DETECTION_FINDING;
    return finding && number("activity_id", 0) != CLOSE;
  }

  static final int COMPLIANCE_FINDING = 2003;
  static final int DETECTION_FINDING = 2004;
  static final int ENTITY_MANAGEMENT = 3004;
  static final int API_ACTIVITY = 6003;
  static final int REMEDIATION_ACTIVITY = 7001;
  static final int CLOSE = 3;
}
