package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.text.CleanText;
import java.util.List;

/**
 * OCSF 1.8.0 as it is on the topic, as compact JSON. A cut event says so in {@code
 * metadata.is_truncated}, with its former size in kilobytes, rounded up, in {@code
 * metadata.untruncated_size}, and is still valid: what its class demands stays.
 */
public final class OcsfFormat implements Format {
  /** No class that we know demands one of these. They go in this order. */
  static final List<String> DETAILS =
      List.of(
          "raw_data",
          "enrichments",
          "evidences",
          "vulnerabilities",
          "http_request",
          "http_response",
          "countermeasures",
          "scan",
          "authorizations",
          "attacks",
          "malware",
          "vendor_attributes",
          "dst_endpoint",
          // The worst stands first.
          "unmapped.violations" + JsonLine.ELEMENTS,
          "unmapped",
          "remediation",
          "comment",
          "observables",
          "trace",
          "entity.data",
          "entity_result.data",
          "compliance.checks",
          "compliance.status_details",
          "finding_info.attacks",
          "finding_info.desc");

  /** Nor one of these; they go when the message has been shortened. */
  static final List<String> OTHERS =
      List.of("resources", "policy", "entity_result", "status_detail", "status_code", "device");

  private static final int LONGEST_ID = 64;
  private static final int KILOBYTE = 1000;
  private static final int OTHER = 99;

  /**
   * How long texts may be in what is left when nothing else helps; one of them fits in any limit.
   */
  private static final List<Integer> SHORTER = List.of(64, 32, 16, 8);

  @Override
  public Text write(ObjectNode event, int limit) {
    OcsfInput input = OcsfInput.of(event, limit);
    ObjectNode json = CleanJson.copy(event);
    JsonLine line = new JsonLine(json);
    int whole = line.bytes();
    if (whole <= limit) {
      return new Text(line.text(), false);
    }
    note((ObjectNode) json.get("metadata"), whole);
    line.write();
    if (line.cut(DETAILS, OTHERS, limit)) {
      return new Text(line.text(), true);
    }
    for (int longest : SHORTER) {
      line = new JsonLine(least(input, whole, longest));
      if (line.cut(List.of(), List.of(), limit)) {
        break;
      }
    }
    return new Text(line.text(), true);
  }

  private static void note(ObjectNode metadata, int whole) {
    metadata.put("is_truncated", true);
    metadata.put("untruncated_size", (whole + KILOBYTE - 1) / KILOBYTE);
  }

  /** What every class demands, and what its class does, with short texts. */
  private static ObjectNode least(OcsfInput input, int whole, int longest) {
    ObjectNode from = CleanJson.copy(input.event());
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    to.put("class_uid", input.type());
    number(from, to, "category_uid", "category_name", longest);
    number(from, to, "activity_id", "activity_name", longest);
    JsonNode type = from.path("type_uid");
    if (type.isIntegralNumber() && type.canConvertToLong()) {
      to.put("type_uid", type.longValue());
    }
    to.put("time", input.time());
    number(from, to, "severity_id", "severity", longest);
    if (from.path("message").isTextual()) {
      to.set("message", from.get("message"));
    }
    metadata(from.path("metadata"), to.putObject("metadata"), input.id(), longest);
    note((ObjectNode) to.get("metadata"), whole);
    demanded(input.type(), from, to, longest);
    return to;
  }

  private static void metadata(JsonNode from, ObjectNode to, String id, int longest) {
    text(from, to, "version", longest);
    ObjectNode product = to.putObject("product");
    text(from.path("product"), product, "uid", longest);
    text(from.path("product"), product, "name", longest);
    to.put("uid", Identity.atMost(id, LONGEST_ID));
    text(from, to, "event_code", longest);
    text(from, to, "correlation_uid", longest);
  }

  private static void demanded(int type, ObjectNode from, ObjectNode to, int longest) {
    switch (type) {
      case OcsfInput.API_ACTIVITY -> {
        ObjectNode actor = to.putObject("actor");
        text(from.path("actor"), actor, "app_name", longest);
        if (from.at("/actor/user").isObject()) {
          text(from.at("/actor/user"), actor.putObject("user"), "name", longest);
        }
        text(from.path("api"), to.putObject("api"), "operation", longest);
        ObjectNode source = to.putObject("src_endpoint");
        text(from.path("src_endpoint"), source, "uid", longest);
        text(from.path("src_endpoint"), source, "name", longest);
        text(from.path("src_endpoint"), source, "svc_name", longest);
      }
      case OcsfInput.COMPLIANCE_FINDING -> {
        number(from.path("compliance"), to.putObject("compliance"), "status_id", "status", longest);
        finding(from, to, longest);
      }
      case OcsfInput.DETECTION_FINDING -> finding(from, to, longest);
      case OcsfInput.ENTITY_MANAGEMENT -> {
        ObjectNode entity = to.putObject("entity");
        text(from.path("entity"), entity, "uid", longest);
        text(from.path("entity"), entity, "name", longest);
        number(from.path("entity"), entity, "type_id", "type", longest);
      }
      case OcsfInput.REMEDIATION_ACTIVITY -> text(from, to, "command_uid", longest);
      default -> {
        // Nothing is known of what else it demands.
      }
    }
  }

  private static void finding(ObjectNode from, ObjectNode to, int longest) {
    JsonNode uid = from.at("/finding_info/uid");
    ObjectNode finding = to.putObject("finding_info");
    if (uid.isTextual()) {
      finding.put("uid", Identity.atMost(uid.textValue(), LONGEST_ID));
    }
    text(from.path("finding_info"), finding, "title", longest);
  }

  /** A number; of {@code Other} with the word that it demands. */
  private static void number(
      JsonNode from, ObjectNode to, String field, String caption, int longest) {
    JsonNode number = from.path(field);
    if (number.isIntegralNumber() && number.canConvertToInt()) {
      to.put(field, number.intValue());
      if (number.intValue() == OTHER) {
        text(from, to, caption, longest);
      }
    }
  }

  private static void text(JsonNode from, ObjectNode to, String field, int longest) {
    if (from.path(field).isTextual()) {
      to.put(field, CleanText.atMost(from.path(field).textValue(), longest));
    }
  }
}
