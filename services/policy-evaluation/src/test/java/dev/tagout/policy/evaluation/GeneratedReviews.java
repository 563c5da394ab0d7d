package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Inputs that conform to a JSON schema, made from that schema: whatever it allows comes, with what
 * it does not require absent now and then. Text is often a word that rules know.
 */
final class GeneratedReviews {
  private static final Instant AROUND = Instant.parse("2026-11-23T10:00:00Z");

  /** Words that rules and parameters compare with, by the field's name. */
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("tier", List.of("public", "internal", "restricted", "secret")),
          Map.entry("tierSource", List.of("assignment", "configuration")),
          Map.entry("ownerSource", List.of("assignment", "configuration")),
          Map.entry("severity", List.of("critical", "important", "moderate", "low", "grave")),
          Map.entry("use", List.of("management", "vm", "storage", "migration")),
          Map.entry("zone", List.of("management", "vm", "dmz")),
          Map.entry("group", List.of("a", "b")),
          Map.entry("owner", List.of("alice", "bob")),
          Map.entry("admins", List.of("alice", "bob", "root")),
          Map.entry("administrators", List.of("alice", "bob", "root")),
          Map.entry("edition", List.of("server-core", "minimal", "full")),
          Map.entry("method", List.of("luks", "bitlocker", "luks2")),
          Map.entry("path", List.of("/", "/var/lib/libvirt/images", "C:\\ClusterStorage")),
          Map.entry("network", List.of("default", "management", "br0")),
          Map.entry("name", List.of("eth0", "vm", "web-1")),
          Map.entry("source", List.of("libvirt", "osquery", "guest", "start hook")));

  private final JsonNode schema;

  GeneratedReviews(JsonNode schema) {
    this.schema = schema;
  }

  Arbitrary<JsonNode> all() {
    return of(schema, "");
  }

  private Arbitrary<JsonNode> of(JsonNode node, String name) {
    if (node.has("$ref")) {
      return of(schema.at(node.get("$ref").asText().substring(1)), name);
    }
    if (node.has("enum")) {
      List<JsonNode> values = new ArrayList<>();
      node.get("enum").forEach(values::add);
      return Arbitraries.of(values);
    }
    return switch (node.path("type").asText()) {
      case "object" -> object(node);
      case "array" -> array(of(node.path("items"), name));
      case "string" -> node.has("format") ? instants() : texts(node, name);
      case "boolean" -> Arbitraries.of(BooleanNode.TRUE, BooleanNode.FALSE);
      case "integer" ->
          Arbitraries.oneOf(
              Arbitraries.integers().between(0, 4095).map(IntNode::valueOf),
              Arbitraries.longs().map(LongNode::valueOf));
      case "" -> anything();
      default -> throw new IllegalStateException("not generated: " + node);
    };
  }

  private Arbitrary<JsonNode> object(JsonNode node) {
    Set<String> required = new HashSet<>();
    node.path("required").forEach(field -> required.add(field.asText()));
    Map<String, Arbitrary<JsonNode>> fields = new LinkedHashMap<>();
    node.path("properties")
        .properties()
        .forEach(
            field -> {
              Arbitrary<JsonNode> value = of(field.getValue(), field.getKey());
              fields.put(
                  field.getKey(),
                  required.contains(field.getKey()) ? value : value.injectNull(0.25));
            });
    return Combinators.combine(List.copyOf(fields.values()))
        .as(
            values -> {
              ObjectNode object = JsonNodeFactory.instance.objectNode();
              int i = 0;
              for (String field : fields.keySet()) {
                JsonNode value = values.get(i++);
                if (value != null) {
                  object.set(field, value);
                }
              }
              return object;
            });
  }

  private static Arbitrary<JsonNode> array(Arbitrary<JsonNode> items) {
    return items
        .list()
        .ofMaxSize(3)
        .map(
            list -> {
              ArrayNode array = JsonNodeFactory.instance.arrayNode();
              list.forEach(array::add);
              return array;
            });
  }

  private static Arbitrary<JsonNode> texts(JsonNode node, String name) {
    Arbitrary<String> odd =
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withChars("äß%\\\"'`{}$/ÉΣ\u00a0\u2028\u202e\ufeff\uffff")
            .ofMinLength(1)
            .ofMaxLength(Math.min(24, node.path("maxLength").asInt(24)));
    Arbitrary<String> emoji =
        odd.map(text -> text.substring(0, Math.min(20, text.length())) + "🚀%s");
    Arbitrary<String> text =
        Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, odd), net.jqwik.api.Tuple.of(1, emoji));
    List<String> words = WORDS.get(name);
    return (words == null
            ? text
            : Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.of(words)), net.jqwik.api.Tuple.of(1, text)))
        .map(TextNode::valueOf);
  }

  /** RFC 3339 in all its forms: other offsets, fractions of any length; some months around. */
  private static Arbitrary<JsonNode> instants() {
    Arbitrary<Long> seconds =
        Arbitraries.longs()
            .between(-Duration.ofDays(200).toSeconds(), Duration.ofDays(60).toSeconds());
    Arbitrary<String> fractions =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.strings()
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(9)
                .map(digits -> "." + digits));
    Arbitrary<Integer> offsets =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(-18 * 60, 18 * 60));
    return Combinators.combine(seconds, fractions, offsets)
        .as(
            (second, fraction, minutes) -> {
              ZoneOffset offset = ZoneOffset.ofTotalSeconds(minutes * 60);
              String local =
                  DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
                      .format(AROUND.plusSeconds(second).atOffset(offset));
              return TextNode.valueOf(local + fraction + offset.getId());
            });
  }

  private static Arbitrary<JsonNode> anything() {
    return Arbitraries.of(
        NullNode.getInstance(),
        BooleanNode.TRUE,
        BooleanNode.FALSE,
        IntNode.valueOf(7),
        TextNode.valueOf("required"),
        JsonNodeFactory.instance.objectNode().put("required", true),
        JsonNodeFactory.instance.objectNode().put("mode", "require").put("enabled", false),
        JsonNodeFactory.instance.arrayNode().add("esp"));
  }
}
