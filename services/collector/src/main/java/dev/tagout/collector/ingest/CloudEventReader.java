package dev.tagout.collector.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.types.Time;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * CloudEvents 1.0.2 from HTTP (HTTP protocol binding §3) and JSON (JSON event format §3, §2.2.2 of
 * it for attributes). The SDK's own readers stop at the first fault without its place; this one
 * names the attribute.
 */
final class CloudEventReader {
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_SOURCE = 500;
  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";

  private CloudEventReader() {}

  /**
   * An event whose attributes are headers.
   *
   * @param header the value of a header, null when it is not there
   * @throws ContractViolation that names the attribute which is missing or wrong
   */
  static CloudEvent binary(UnaryOperator<String> header, byte[] data) {
    return build(
        name -> {
          String value = header.apply("ce-" + name);
          return value == null ? null : percentDecoded(value, name);
        },
        data.length == 0 ? null : data);
  }

  /**
   * An event as one JSON object.
   *
   * @throws ContractViolation that names the attribute which is missing or wrong
   */
  static CloudEvent structured(JsonNode event) {
    if (!event.isObject()) {
      throw new ContractViolation("$", "must be a JSON object");
    }
    String contentType = text(event, "datacontenttype");
    if (contentType != null && !ContentType.isJson(contentType)) {
      throw new ContractViolation("datacontenttype", "must be application/json");
    }
    return build(name -> text(event, name), data(event));
  }

  /** The id as far as there is one, to tell people which event is meant. */
  static String idOf(JsonNode event) {
    return event.path("id").asText("");
  }

  private static CloudEvent build(UnaryOperator<String> attribute, byte[] data) {
    String version = Require.present(attribute.apply("specversion"), "specversion");
    if (!version.equals("1.0")) {
      throw new ContractViolation("specversion", "must be 1.0");
    }
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(plain(Require.text(attribute.apply("id"), LONGEST_ID, "id"), "id"))
            .withSource(uri(attribute.apply("source")))
            .withType(Require.present(attribute.apply("type"), "type"))
            .withSubject(attribute.apply("subject"))
            .withTime(time(attribute.apply("time")));
    return (data == null ? event : event.withData(BytesCloudEventData.wrap(data))).build();
  }

  private static byte[] data(JsonNode event) {
    JsonNode data = event.path(DATA);
    JsonNode base64 = event.path(DATA_BASE64);
    if (isThere(data) && isThere(base64)) {
      throw new ContractViolation(DATA_BASE64, "stands beside data");
    }
    if (isThere(base64)) {
      try {
        return Base64.getDecoder().decode(text(event, DATA_BASE64));
      } catch (IllegalArgumentException e) {
        throw new ContractViolation(DATA_BASE64, "is no Base64");
      }
    }
    return isThere(data) ? Json.bytes(data) : null;
  }

  private static boolean isThere(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  private static String text(JsonNode event, String name) {
    JsonNode value = event.path(name);
    if (!isThere(value)) {
      return null;
    }
    if (!value.isTextual()) {
      throw new ContractViolation(name, "must be a string");
    }
    return value.textValue();
  }

  private static String plain(String text, String field) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new ContractViolation(field, "has control characters");
    }
    return text;
  }

  private static URI uri(String text) {
    try {
      return URI.create(Require.text(text, LONGEST_SOURCE, "source"));
    } catch (IllegalArgumentException e) {
      throw new ContractViolation("source", "must be a URI reference");
    }
  }

  private static OffsetDateTime time(String text) {
    if (text == null) {
      return null;
    }
    try {
      return Time.parseTime(text);
    } catch (DateTimeParseException e) {
      throw new ContractViolation("time", "must be an RFC 3339 instant");
    }
  }

  /** HTTP binding §3.1.3.2; a plus sign is a plus sign. */
  private static String percentDecoded(String value, String name) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ContractViolation(name, "has a percent sign without two hexadecimal digits");
    }
  }
}
