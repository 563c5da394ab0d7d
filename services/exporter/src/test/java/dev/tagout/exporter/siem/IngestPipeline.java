package dev.tagout.exporter.siem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs an ingest pipeline of Elasticsearch as far as ours needs it: the processors json, remove,
 * date, set, convert, append, foreach and rename with the options that it uses, templates of three
 * braces, and conditions that compare one field with one literal, joined by {@code &&}. Anything
 * else is refused, so that nothing of the pipeline is passed over. It stands for Elasticsearch,
 * which is not here, and was written from its documentation.
 */
final class IngestPipeline {
  private static final Set<String> NOTES = Set.of("description", "if", "ignore_failure");
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\{([\\w.]+)}}}");
  private static final Pattern COMPARISON =
      Pattern.compile("ctx\\.([\\w?.]+) (==|!=|>=|<=) (null|true|false|-?\\d+|'[^']*')");
  private static final DateTimeFormatter OUT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private final JsonNode processors;

  IngestPipeline(JsonNode pipeline) {
    this.processors = pipeline.path("processors");
  }

  /** What becomes of a document; the document itself is left as it is. */
  ObjectNode run(ObjectNode source) {
    ObjectNode document = source.deepCopy();
    document.putObject("_ingest");
    processors.forEach(processor -> run(processor, document));
    document.remove("_ingest");
    return document;
  }

  private static void run(JsonNode processor, ObjectNode document) {
    Map.Entry<String, JsonNode> only = processor.properties().iterator().next();
    JsonNode options = only.getValue();
    if (options.has("if") && !holds(options.get("if").asText(), document)) {
      return;
    }
    try {
      run(only.getKey(), options, document);
    } catch (IllegalArgumentException e) {
      if (!options.path("ignore_failure").asBoolean()) {
        throw e;
      }
    }
  }

  private static void run(String type, JsonNode options, ObjectNode document) {
    switch (type) {
      case "json" -> {
        knows(options, "field", "target_field");
        String text = get(document, options.get("field").asText()).asText();
        put(
            document,
            options.get("target_field").asText(),
            Json.tree(text.getBytes(StandardCharsets.UTF_8)));
      }
      case "remove" -> {
        knows(options, "field");
        remove(document, options.get("field").asText());
      }
      case "rename" -> {
        knows(options, "field", "target_field", "ignore_missing");
        JsonNode value = present(options, document);
        if (value != null) {
          remove(document, options.get("field").asText());
          put(document, options.get("target_field").asText(), value);
        }
      }
      case "date" -> {
        knows(options, "field", "target_field", "formats");
        if (!options.get("formats").equals(array(List.of("UNIX_MS")))) {
          throw new IllegalArgumentException("formats " + options.get("formats"));
        }
        long millis = get(document, options.get("field").asText()).longValue();
        put(
            document,
            options.get("target_field").asText(),
            TextNode.valueOf(OUT.format(Instant.ofEpochMilli(millis))));
      }
      case "set" -> set(options, document);
      case "convert" -> convert(options, document);
      case "append" -> append(options, document);
      case "foreach" -> forEach(options, document);
      default -> throw new IllegalStateException("a processor that is not known here: " + type);
    }
  }

  private static void set(JsonNode options, ObjectNode document) {
    knows(options, "field", "value", "copy_from", "ignore_empty_value", "override");
    String field = render(options.get("field").asText(), document);
    JsonNode before = get(document, field);
    if (!options.path("override").asBoolean(true) && before != null && !before.isNull()) {
      return;
    }
    boolean lenient = options.path("ignore_empty_value").asBoolean();
    JsonNode value =
        options.has("copy_from")
            ? get(document, options.get("copy_from").asText())
            : render(options.get("value"), document);
    boolean empty =
        value == null || value.isNull() || value.isTextual() && value.asText().isEmpty();
    if (empty && lenient) {
      return;
    }
    if (value == null) {
      throw new IllegalArgumentException(options.get("copy_from") + " is not there");
    }
    put(document, field, value.deepCopy());
  }

  private static void convert(JsonNode options, ObjectNode document) {
    knows(options, "field", "target_field", "type", "ignore_missing");
    JsonNode value = present(options, document);
    if (value == null) {
      return;
    }
    String target = options.get("target_field").asText();
    switch (options.get("type").asText()) {
      case "string" -> put(document, target, TextNode.valueOf(value.asText()));
      case "ip" -> {
        if (!value.asText().matches("\\d+(\\.\\d+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
          throw new IllegalArgumentException(value + " is no address");
        }
        put(document, target, value);
      }
      default -> throw new IllegalStateException("type " + options.get("type"));
    }
  }

  private static void append(JsonNode options, ObjectNode document) {
    knows(options, "field", "value", "allow_duplicates");
    String field = options.get("field").asText();
    JsonNode before = get(document, field);
    ArrayNode after = JsonNodeFactory.instance.arrayNode();
    if (before != null) {
      (before.isArray() ? before : array(List.of(before.asText()))).forEach(after::add);
    }
    for (JsonNode value : options.get("value")) {
      JsonNode rendered = render(value, document);
      boolean there = after.valueStream().anyMatch(rendered::equals);
      if (!there || options.path("allow_duplicates").asBoolean(true)) {
        after.add(rendered);
      }
    }
    put(document, field, after);
  }

  private static void forEach(JsonNode options, ObjectNode document) {
    knows(options, "field", "processor", "ignore_missing");
    JsonNode list = present(options, document);
    if (list == null) {
      return;
    }
    ObjectNode ingest = (ObjectNode) document.get("_ingest");
    JsonNode outer = ingest.get("_value");
    for (JsonNode one : list.deepCopy()) {
      ingest.set("_value", one);
      run(options.get("processor"), document);
    }
    if (outer == null) {
      ingest.remove("_value");
    } else {
      ingest.set("_value", outer);
    }
  }

  /** The field; null where it may be missing and is. */
  private static JsonNode present(JsonNode options, ObjectNode document) {
    JsonNode value = get(document, options.get("field").asText());
    if (value != null && !value.isNull()) {
      return value;
    }
    if (options.path("ignore_missing").asBoolean()) {
      return null;
    }
    throw new IllegalArgumentException(options.get("field") + " is not there");
  }

  private static boolean holds(String condition, ObjectNode document) {
    for (String part : condition.split(" && ")) {
      Matcher comparison = COMPARISON.matcher(part);
      if (!comparison.matches()) {
        throw new IllegalStateException("a condition that is not known here: " + part);
      }
      JsonNode value = get(document, comparison.group(1).replace("?", ""));
      if (!compares(value, comparison.group(2), comparison.group(3))) {
        return false;
      }
    }
    return true;
  }

  private static boolean compares(JsonNode value, String operator, String literal) {
    boolean absent = value == null || value.isNull();
    if (literal.equals("null")) {
      return absent == operator.equals("==");
    }
    String text = literal.replace("'", "");
    return switch (operator) {
      case "==" -> !absent && value.asText().equals(text);
      case "!=" -> absent || !value.asText().equals(text);
      case ">=" -> value.asLong() >= Long.parseLong(text);
      case "<=" -> value.asLong() <= Long.parseLong(text);
      default -> throw new IllegalStateException(operator);
    };
  }

  private static JsonNode render(JsonNode value, ObjectNode document) {
    if (value.isTextual()) {
      return TextNode.valueOf(render(value.asText(), document));
    }
    if (value.isArray()) {
      List<String> rendered = new ArrayList<>();
      value.forEach(one -> rendered.add(render(one.asText(), document)));
      return array(rendered);
    }
    return value;
  }

  private static String render(String template, ObjectNode document) {
    return TEMPLATE.matcher(template).replaceAll(found -> quoted(found, document));
  }

  private static String quoted(MatchResult found, ObjectNode document) {
    JsonNode value = get(document, found.group(1));
    return Matcher.quoteReplacement(value == null || value.isNull() ? "" : value.asText());
  }

  private static JsonNode get(JsonNode document, String path) {
    JsonNode at = document;
    for (String part : path.split("\\.")) {
      at = at == null ? null : at.isArray() ? at.get(Integer.parseInt(part)) : at.get(part);
    }
    return at;
  }

  private static void put(ObjectNode document, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      document.set(path, value);
    } else {
      put(document.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
    }
  }

  private static void remove(ObjectNode document, String path) {
    int dot = path.lastIndexOf('.');
    ObjectNode holder = dot < 0 ? document : (ObjectNode) get(document, path.substring(0, dot));
    if (holder.remove(path.substring(dot + 1)) == null) {
      throw new IllegalArgumentException(path + " is not there");
    }
  }

  private static void knows(JsonNode options, String... known) {
    Set<String> names = new HashSet<>(List.of(known));
    names.addAll(NOTES);
    options
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw new IllegalStateException("an option that is not known here: " + name);
              }
            });
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
