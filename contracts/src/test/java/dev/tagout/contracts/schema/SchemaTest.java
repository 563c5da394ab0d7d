package dev.tagout.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.Samples;
import dev.tagout.contracts.Samples.Sample;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.MessageType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  static List<Sample> samples() {
    return Samples.all();
  }

  static Set<String> types() {
    return Schemas.types();
  }

  @Test
  void hasOneForEachTypeAndNoOrphan() {
    // Given
    Set<String> expected =
        Arrays.stream(EventType.values())
            .map(EventType::wireName)
            .collect(Collectors.toCollection(TreeSet::new));
    expected.add(MessageType.DECISION_MADE);
    expected.add(MessageType.VERDICT_CHANGED);
    expected.add(MessageType.REMEDIATION_OUTCOME);
    expected.add(MessageType.POLICY_ACTIVATED);
    expected.add(MessageType.WAIVER_CHANGED);
    expected.add(MessageType.BREAK_GLASS_CHANGED);
    expected.add(MessageType.RECORD_SEALED);

    // When
    Set<String> types = Schemas.types();

    // Then
    assertThat(types).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void agreesWithWhatTheCodecWrites(Sample sample) {
    // Given
    JsonNode written = Json.tree(Json.bytes(sample.value()));

    // When
    List<String> errors = Schemas.errors(sample.type(), written);

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void givesAnExampleThatIsValidAndDecodes(String type) {
    // Given
    JsonNode examples = Schemas.of(type).path("examples");
    Class<?> record = recordOf(type);

    // When
    List<String> errors = Schemas.errors(type, examples.path(0));

    // Then
    assertThat(examples).hasSize(1);
    assertThat(errors).isEmpty();
    assertThat(Json.decode(Json.bytes(examples.get(0)), record).unknown()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void isNamedAndDescribedDownToTheLastField(String type) {
    // Given
    JsonNode schema = Schemas.of(type);

    // When
    List<Schemas.Field> undescribed =
        fullFields(type).stream().filter(f -> !f.schema().has("description")).toList();

    // Then
    assertThat(schema.path("$id").asText()).isEqualTo("urn:tagout:schema:" + type);
    assertThat(schema.path("title").asText()).isNotBlank();
    assertThat(schema.path("description").asText()).isNotBlank();
    assertThat(undescribed).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void knowsEveryFieldThatTheRecordWrites(String type) {
    // Given
    JsonNode document = Json.tree(Json.bytes(full(type).value()));
    Set<String> known =
        Schemas.fields(type, document).stream()
            .map(Schemas.Field::path)
            .collect(Collectors.toSet());

    // When
    Set<String> written = new TreeSet<>();
    paths(document, "", written);

    // Then
    assertThat(known).containsAll(written);
  }

  @ParameterizedTest
  @MethodSource("types")
  void toleratesAnUnknownFieldAndAnUnknownWord(String type) {
    // Given
    JsonNode document = Json.toTree(full(type).value());
    JsonNode martian = Json.toTree("martian");
    JsonNode changed =
        ((com.fasterxml.jackson.databind.node.ObjectNode) document.deepCopy()).set("new", martian);
    for (Schemas.Field field : Schemas.fields(type, document)) {
      changed = field.isOpenEnum() ? field.replacedBy(martian, changed) : changed;
    }

    // When
    List<String> errors = Schemas.errors(type, changed);

    // Then
    assertThat(errors).isEmpty();
  }

  private static void paths(JsonNode node, String path, Set<String> paths) {
    if (node.isArray() && !node.isEmpty()) {
      paths(node.get(0), path + "[0]", paths);
    }
    node.propertyStream()
        .forEach(
            p -> {
              String inner = path.isEmpty() ? p.getKey() : path + "." + p.getKey();
              paths.add(inner);
              if (!p.getKey().equals("details")) {
                paths(p.getValue(), inner, paths);
              }
            });
  }

  private static List<Schemas.Field> fullFields(String type) {
    return Schemas.fields(type, Json.toTree(full(type).value()));
  }

  private static Sample full(String type) {
    return Samples.full().stream().filter(s -> s.type().equals(type)).findAny().orElseThrow();
  }

  private static Class<?> recordOf(String type) {
    return full(type).value().getClass();
  }
}
