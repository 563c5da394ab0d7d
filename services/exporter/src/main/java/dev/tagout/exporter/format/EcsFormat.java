package dev.tagout.exporter.format;

import static dev.tagout.exporter.format.PairLine.Stays.ALWAYS;
import static dev.tagout.exporter.format.PairLine.Stays.LONG;
import static dev.tagout.exporter.format.PairLine.Stays.SHORT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.exporter.format.PairLine.Stays;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Elastic Common Schema 9.4.0, as compact JSON for the data stream {@code
 * logs-tagout.findings-<namespace>}. What ECS has no field for is below {@code tagout}; {@code
 * tagout.unmapped} is OCSF's {@code unmapped} as it is. {@code data_stream} is left to the index
 * template, so that the namespace is the receiver's choice. A cut document says so in {@code
 * tagout.truncated}, with its former size in bytes in {@code tagout.untruncated_size}.
 */
public final class EcsFormat implements Format {
  private static final String VERSION = "9.4.0";
  private static final int LONGEST_ID = 128;
  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;
  private static final int CREATE = 1;
  private static final int DELETE = 4;
  private static final int ALLOWED = 1;
  private static final int DENIED = 2;

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * A field of a document.
   *
   * @param from in words, for documentation
   * @param value null or an empty list for none
   */
  record Field(
      String name, Stays stays, String from, BiFunction<OcsfInput, ObjectNode, JsonNode> value) {}

  /** In the order of importance; see {@link JsonLine} for what goes when it is too long. */
  static final List<Field> FIELDS =
      List.of(
          computed("@timestamp", ALWAYS, "`time`", i -> date(i.time())),
          constant("ecs.version", VERSION),
          computed(
              "event.id", ALWAYS, "`metadata.uid`", i -> text(Identity.atMost(i.id(), LONGEST_ID))),
          computed(
              "event.kind",
              ALWAYS,
              "`alert` where `is_alert`, else `event`; a finding that does not say it is an alert"
                  + " until it is closed",
              i -> text(i.isAlert() ? "alert" : "event")),
          computed("event.category", ALWAYS, "the class", i -> texts(categories(i))),
          computed(
              "event.type", ALWAYS, "the class, `activity_id`, `action_id`", i -> texts(types(i))),
          constant("event.module", "tagout"),
          constant("event.dataset", "tagout.findings"),
          constant("observer.vendor", Product.VENDOR),
          constant("observer.product", Product.NAME),
          computed(
              "tagout.ocsf.class_uid",
              ALWAYS,
              "`class_uid`",
              i -> JsonNodeFactory.instance.numberNode(i.type())),
          first("event.action", LONG, "metadata.event_code"),
          computed(
              "event.outcome",
              LONG,
              "`status_id` of what is no finding: 1 `success`, 2 `failure`, else `unknown`",
              EcsFormat::outcome),
          computed(
              "event.severity",
              LONG,
              "`severity_id`: 1, 21, 47, 73, 99 of informational to critical",
              EcsFormat::severity),
          first("event.code", LONG, "type_uid"),
          first("host.id", LONG, Origins.VM_ID),
          first("host.name", LONG, Origins.VM_NAME),
          first("user.name", LONG, Origins.USER),
          first("tagout.correlation_id", LONG, Origins.CORRELATION),
          first("tagout.disposition", LONG, Origins.DISPOSITION),
          first("tagout.host.id", LONG, Origins.HOST),
          addresses("source.ip", LONG, false, Origins.SOURCE_IP),
          first("source.address", LONG, Origins.SOURCE_NAME),
          first("tagout.revision", LONG, Origins.REVISION),
          first("rule.id", LONG, Origins.RULES),
          first("event.reason", SHORT, Origins.REASON),
          each("tagout.rules", SHORT, Origins.RULES),
          related(
              "related.user",
              "who acted, owns the VM, requested or approved",
              Origins.USER,
              Origins.OWNER,
              Origins.REQUESTED_BY,
              Origins.APPROVED_BY),
          related(
              "related.hosts",
              "the VM, its host, the source",
              Origins.VM_NAME,
              Origins.VM_ID,
              Origins.HOST,
              Origins.SOURCE_NAME),
          addresses("host.ip", SHORT, true, Origins.VM_IP),
          computed(
              "host.type",
              SHORT,
              "`virtual-machine` where there is a `device`",
              i -> i.event().path("device").isObject() ? text("virtual-machine") : null),
          first("user.id", SHORT, Origins.USER_ID),
          first("user.domain", SHORT, Origins.USER_DOMAIN),
          first("tagout.vm.tier", SHORT, Origins.TIER),
          first("tagout.vm.owner", SHORT, Origins.OWNER),
          first("tagout.host.tier", SHORT, "resources[].tags[host_tier].value"),
          first("tagout.host.group", SHORT, "resources[].tags[host_group].value"),
          first("tagout.application", SHORT, Origins.APPLICATION),
          first("tagout.outcome", SHORT, "unmapped.outcome"),
          bool("tagout.admitted", "unmapped.admitted"),
          first("tagout.enforcement", SHORT, "unmapped.enforcement"),
          first("tagout.entity.id", SHORT, Origins.ENTITY),
          first("tagout.entity.type", SHORT, Origins.ENTITY_TYPE),
          first("tagout.finding.id", SHORT, Origins.FINDING),
          first("tagout.finding.title", SHORT, "finding_info.title"),
          first("tagout.status", SHORT, Origins.STATUS),
          first("tagout.compliance.status", SHORT, "compliance.status"),
          each(
              "tagout.controls",
              SHORT,
              "unmapped.violations[].controls[]",
              "compliance.requirements[]"),
          first("tagout.requested_by", SHORT, Origins.REQUESTED_BY),
          first("tagout.approved_by", SHORT, Origins.APPROVED_BY),
          first("tagout.ticket", SHORT, Origins.TICKET),
          first("tagout.break_glass", SHORT, "unmapped.break_glass"),
          first("tagout.trigger", SHORT, Origins.TRIGGER),
          first("tagout.run_status", SHORT, "unmapped.run_status"),
          first("tagout.hold", SHORT, "unmapped.hold"),
          number("tagout.exposure_ms", "unmapped.exposure_ms"),
          number("tagout.count", "count"),
          number("event.sequence", "metadata.sequence"),
          first("event.provider", SHORT, "metadata.product.feature.name"),
          first("observer.version", SHORT, "metadata.product.version"),
          first("organization.id", SHORT, "metadata.tenant_uid"),
          first("trace.id", SHORT, "trace.uid"),
          first("orchestrator.type", SHORT, "device.hypervisor"),
          first("rule.name", SHORT, "finding_info.analytic.name"),
          first("rule.category", SHORT, "finding_info.analytic.category"),
          first("rule.ruleset", SHORT, "policy.name"),
          each("tagout.fix", SHORT, Origins.FIX),
          computed(
              "tagout.unmapped",
              SHORT,
              "`unmapped`, whole",
              i ->
                  i.event().get("unmapped") instanceof ObjectNode object && !object.isEmpty()
                      ? CleanJson.copy(object)
                      : null));

  private static final List<String> DETAILS = named(SHORT);
  private static final List<String> OTHERS = named(LONG);
  private static final Origin MESSAGE = Origin.of(Origins.MESSAGE);

  @Override
  public Text write(ObjectNode event, int limit) {
    OcsfInput input = OcsfInput.of(event, limit);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Field field : FIELDS) {
      JsonNode value = field.value.apply(input, event);
      if (value != null && !(value.isArray() && value.isEmpty())) {
        put(json, field.name, value);
      }
    }
    String message = MESSAGE.text(event);
    if (message != null) {
      json.put("message", message);
    }
    JsonLine line = new JsonLine(json);
    if (line.bytes() <= limit) {
      return new Text(line.text(), false);
    }
    put(json, "tagout.truncated", JsonNodeFactory.instance.booleanNode(true));
    put(json, "tagout.untruncated_size", JsonNodeFactory.instance.numberNode(line.bytes()));
    line.write();
    if (!line.cut(DETAILS, OTHERS, limit)) {
      throw new IllegalStateException("what always stays does not fit in " + limit + " bytes");
    }
    return new Text(line.text(), true);
  }

  private static void put(ObjectNode json, String name, JsonNode value) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      json.set(name, value);
      return;
    }
    ObjectNode at = json;
    for (String part : name.substring(0, dot).split("\\.")) {
      at = at.get(part) instanceof ObjectNode inner ? inner : at.putObject(part);
    }
    at.set(name.substring(dot + 1), value);
  }

  /** Categories of ECS with types that they expect. */
  private static Stream<String> categories(OcsfInput input) {
    return switch (input.type()) {
      case OcsfInput.API_ACTIVITY -> Stream.of("api", "host");
      case OcsfInput.REMEDIATION_ACTIVITY -> Stream.of("host", "configuration");
      case OcsfInput.COMPLIANCE_FINDING, OcsfInput.ENTITY_MANAGEMENT -> Stream.of("configuration");
      case OcsfInput.DETECTION_FINDING -> Stream.of("intrusion_detection");
      default -> Stream.of();
    };
  }

  private static Stream<String> types(OcsfInput input) {
    return switch (input.type()) {
      case OcsfInput.API_ACTIVITY ->
          Stream.of(
              "start",
              switch (input.number("action_id", 0)) {
                case ALLOWED -> "allowed";
                case DENIED -> "denied";
                default -> "info";
              });
      case OcsfInput.REMEDIATION_ACTIVITY -> Stream.of("change");
      case OcsfInput.ENTITY_MANAGEMENT ->
          Stream.of(
              switch (input.number("activity_id", 0)) {
                case CREATE -> "creation";
                case DELETE -> "deletion";
                default -> "change";
              });
      default -> Stream.of("info");
    };
  }

  private static JsonNode outcome(OcsfInput input) {
    return switch (input.type()) {
      case OcsfInput.API_ACTIVITY, OcsfInput.REMEDIATION_ACTIVITY, OcsfInput.ENTITY_MANAGEMENT ->
          text(
              switch (input.number("status_id", 0)) {
                case SUCCESS -> "success";
                case FAILURE -> "failure";
                default -> "unknown";
              });
      default -> null;
    };
  }

  private static JsonNode severity(OcsfInput input) {
    int severity = Severity.ofHundred(input);
    return severity == 0 ? null : JsonNodeFactory.instance.numberNode(severity);
  }

  private static Field related(String name, String from, String[]... paths) {
    List<Origin> origins = Stream.of(paths).map(Origin::of).toList();
    return computed(
        name,
        SHORT,
        from,
        i -> texts(origins.stream().flatMap(o -> o.texts(i.event()).stream()).distinct()));
  }

  private static JsonNode date(long time) {
    return text(MILLISECONDS.format(Instant.ofEpochMilli(time)));
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private static ArrayNode texts(Stream<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static Field computed(
      String name, Stays stays, String from, Function<OcsfInput, JsonNode> value) {
    return new Field(name, stays, from, (input, event) -> value.apply(input));
  }

  private static Field constant(String name, String value) {
    return computed(name, ALWAYS, "`" + value + "`", i -> text(value));
  }

  private static Field first(String name, Stays stays, String... paths) {
    Origin from = Origin.of(paths);
    return new Field(
        name,
        stays,
        from.toString(),
        (input, event) -> from.texts(event).stream().findFirst().map(EcsFormat::text).orElse(null));
  }

  private static Field each(String name, Stays stays, String... paths) {
    Origin from = Origin.of(paths);
    return new Field(
        name, stays, from.toString(), (input, event) -> texts(from.texts(event).stream()));
  }

  private static Field addresses(String name, Stays stays, boolean list, String... paths) {
    Origin from = Origin.of(paths);
    return new Field(
        name,
        stays,
        from + ", if it is an address",
        (input, event) -> {
          ArrayNode found = texts(from.texts(event).stream().filter(IpText::isAddress));
          return list ? found : found.get(0);
        });
  }

  private static Field number(String name, String path) {
    Place from = Place.of(path);
    return new Field(
        name,
        SHORT,
        "`" + path + "`",
        (input, event) ->
            from.in(event).stream()
                .filter(n -> n.isIntegralNumber() && n.canConvertToLong())
                .findFirst()
                .orElse(null));
  }

  private static Field bool(String name, String path) {
    Place from = Place.of(path);
    return new Field(
        name,
        SHORT,
        "`" + path + "`",
        (input, event) ->
            from.in(event).stream().filter(JsonNode::isBoolean).findFirst().orElse(null));
  }

  /** The last first: that is the order in which they go. */
  private static List<String> named(Stays stays) {
    List<String> names = new ArrayList<>();
    FIELDS.stream().filter(f -> f.stays == stays).map(Field::name).forEach(names::add);
    Collections.reverse(names);
    return List.copyOf(names);
  }
}
