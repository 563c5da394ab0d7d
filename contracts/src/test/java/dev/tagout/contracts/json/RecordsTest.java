package dev.tagout.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.Samples;
import dev.tagout.contracts.Samples.Sample;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.schema.Schemas;
import dev.tagout.contracts.schema.Schemas.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every record, field by field: schema, record and codec say the same. */
class RecordsTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static List<Sample> samples() {
    return Samples.all();
  }

  private static Stream<Arguments> fields(Predicate<Field> which) {
    return Samples.full().stream()
        .flatMap(
            sample ->
                Schemas.fields(sample.type(), Json.toTree(sample.value())).stream()
                    .filter(which)
                    .map(field -> Arguments.of(sample, field)));
  }

  static Stream<Arguments> required() {
    return fields(Field::required);
  }

  static Stream<Arguments> optional() {
    return fields(f -> !f.required());
  }

  static Stream<Arguments> lists() {
    return fields(f -> f.takes("array"));
  }

  static Stream<Arguments> bounded() {
    return fields(f -> f.schema().has("maxLength"));
  }

  static Stream<Arguments> openEnums() {
    return fields(Field::isOpenEnum);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
            wrong(f -> f.required() && f.schema().has("minLength"), JSON.textNode(" \t")),
            wrong(f -> f.takes("boolean"), JSON.numberNode(1)),
            wrong(f -> f.takes("boolean"), JSON.textNode("true")),
            wrong(f -> f.takes("integer"), JSON.numberNode(1.5)),
            wrong(f -> f.takes("integer"), JSON.textNode("1")),
            wrong(f -> f.takes("string"), JSON.numberNode(1)),
            wrong(f -> f.takes("string"), JSON.booleanNode(true)),
            wrong(f -> f.takes("string"), JSON.arrayNode()),
            wrong(f -> f.takes("array"), JSON.objectNode()),
            wrong(f -> f.takes("object"), JSON.arrayNode()),
            wrong(f -> f.schema().has("pattern"), JSON.textNode("")),
            wrong(Field::isOpenEnum, JSON.numberNode(0)))
        .flatMap(s -> s);
  }

  private static Stream<Arguments> wrong(Predicate<Field> which, JsonNode value) {
    return fields(which).map(a -> Arguments.of(a.get()[0], a.get()[1], value));
  }

  static Stream<Arguments> instants() {
    return Stream.of("yesterday", "", "0001-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z")
        .flatMap(
            text ->
                wrong(
                    f -> "date-time".equals(f.schema().path("format").asText()),
                    JSON.textNode(text)));
  }

  @Test
  void aSampleIsThereForEveryTypeAndSetsEveryComponent() throws Exception {
    // Given
    Set<Class<?>> expected =
        Arrays.stream(EventType.values()).map(EventType::dataType).collect(Collectors.toSet());

    // When
    Set<Class<?>> seen = new HashSet<>();
    for (Sample sample : Samples.full()) {
      seen.add(sample.value().getClass());
      assertNothingLeftOut(sample.value());
    }

    // Then
    assertThat(seen).containsAll(expected);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void comesBackAsItWentOut(Sample sample) {
    // Given
    byte[] written = Json.bytes(sample.value());

    // When
    Decoded<?> read = Json.decode(written, sample.value().getClass());

    // Then
    assertThat(read.value()).isEqualTo(sample.value());
    assertThat(read.unknown()).isEmpty();
    assertThat(Json.text(read.value())).isEqualTo(Json.text(sample.value()));
  }

  @ParameterizedTest
  @MethodSource("required")
  void namesARequiredFieldThatIsMissing(Sample sample, Field field) {
    // Given
    JsonNode document = field.removedFrom(Json.toTree(sample.value()));

    // When
    ContractViolation violation = refusal(sample, document);

    // Then
    assertThat(violation.field()).isEqualTo(field.path());
    assertThat(Schemas.errors(sample.type(), document)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("required")
  void namesARequiredFieldThatIsNull(Sample sample, Field field) {
    // Given
    JsonNode document = field.replacedBy(NullNode.instance, Json.toTree(sample.value()));

    // When
    ContractViolation violation = refusal(sample, document);

    // Then
    assertThat(violation.field()).isEqualTo(field.path());
    assertThat(Schemas.errors(sample.type(), document)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("optional")
  void doesWithoutAnyOtherField(Sample sample, Field field) {
    // Given
    JsonNode without = field.removedFrom(Json.toTree(sample.value()));
    JsonNode withNull = field.replacedBy(NullNode.instance, without);

    // When
    Object read = read(sample, without);

    // Then
    assertThat(read).isEqualTo(read(sample, withNull));
    assertThat(Schemas.errors(sample.type(), without)).isEmpty();
    assertThat(Schemas.errors(sample.type(), withNull)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lists")
  void namesANullElement(Sample sample, Field field) {
    // Given
    JsonNode document = Json.toTree(sample.value());
    ((ArrayNode) document.at(field.at())).insertNull(0);

    // When
    ContractViolation violation = refusal(sample, document);

    // Then
    assertThat(violation.field()).isEqualTo(field.path() + "[0]");
    assertThat(Schemas.errors(sample.type(), document)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void takesTextUpToItsBoundAndNoLonger(Sample sample, Field field) {
    // Given
    int max = field.schema().path("maxLength").intValue();
    JsonNode document = Json.toTree(sample.value());
    JsonNode atBound = field.replacedBy(JSON.textNode("x".repeat(max)), document);
    JsonNode beyond = field.replacedBy(JSON.textNode("x".repeat(max + 1)), document);

    // When
    ContractViolation violation = refusal(sample, beyond);

    // Then
    assertThat(violation.field()).isEqualTo(field.path());
    assertThat(Schemas.errors(sample.type(), beyond)).isNotEmpty();
    assertThat(read(sample, atBound)).isNotNull();
    assertThat(Schemas.errors(sample.type(), atBound)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void namesAFieldOfAnotherTypeOrShape(Sample sample, Field field, JsonNode value) {
    // Given
    JsonNode document = field.replacedBy(value, Json.toTree(sample.value()));

    // When
    ContractViolation violation = refusal(sample, document);

    // Then
    assertThat(violation.field()).isEqualTo(field.path());
    assertThat(Schemas.errors(sample.type(), document)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("instants")
  void namesAnInstantThatNoPolicyCouldCountWith(Sample sample, Field field, JsonNode value) {
    // Given
    JsonNode document = field.replacedBy(value, Json.toTree(sample.value()));

    // When
    ContractViolation violation = refusal(sample, document);

    // Then
    assertThat(violation.field()).isEqualTo(field.path());
  }

  @ParameterizedTest
  @MethodSource("openEnums")
  void readsAnUnknownWordAsUnrecognized(Sample sample, Field field) {
    // Given
    JsonNode document = field.replacedBy(JSON.textNode("martian"), Json.toTree(sample.value()));

    // When
    JsonNode read = Json.toTree(read(sample, document));

    // Then
    assertThat(read.at(field.at()).textValue()).isEqualTo("unrecognized");
  }

  @ParameterizedTest
  @MethodSource("openEnums")
  void neverReadsAnEmptyWordAsAKnownOne(Sample sample, Field field) {
    // Given
    JsonNode document = field.replacedBy(JSON.textNode(""), Json.toTree(sample.value()));

    // When
    JsonNode read = Json.toTree(read(sample, document));

    // Then
    assertThat(read.at(field.at()).textValue()).isEqualTo("unrecognized");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keepsUnknownFieldsApartUnderTheirPath(Sample sample) {
    // Given
    JsonNode document = Json.toTree(sample.value());
    Set<String> expected = new HashSet<>();
    sow(document, "", expected);

    // When
    Decoded<?> read = Json.decode(Json.bytes(document), sample.value().getClass());

    // Then
    assertThat(read.unknown().keySet()).isEqualTo(expected);
    assertThat(read.value()).isEqualTo(sample.value());
  }

  private static void sow(JsonNode node, String path, Set<String> sown) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      sow(node.get(i), path + "[" + i + "]", sown);
    }
    if (node instanceof ObjectNode object) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.propertyStream()
          .filter(p -> !p.getKey().equals("details"))
          .forEach(p -> sow(p.getValue(), prefix + p.getKey(), sown));
      object.put("foo", 1);
      object.set("bar", JSON.objectNode().put("foo", 2));
      object.set("baz", JSON.arrayNode().add(3));
      sown.addAll(List.of(prefix + "foo", prefix + "bar", prefix + "baz"));
    }
  }

  private static Object read(Sample sample, JsonNode document) {
    return Json.read(Json.bytes(document), sample.value().getClass());
  }

  private static ContractViolation refusal(Sample sample, JsonNode document) {
    ContractViolation violation =
        catchThrowableOfType(ContractViolation.class, () -> read(sample, document));
    assertThat(violation).as("nothing was refused in %s", document).isNotNull();
    return violation;
  }

  private static void assertNothingLeftOut(Object value) throws ReflectiveOperationException {
    if (value instanceof List<?> list) {
      assertThat(list).isNotEmpty();
      assertNothingLeftOut(list.getFirst());
    } else if (value.getClass().isRecord()) {
      for (var component : value.getClass().getRecordComponents()) {
        Object part = component.getAccessor().invoke(value);
        assertThat(part).as(component.toString()).isNotNull();
        assertNothingLeftOut(part);
      }
    }
  }
}
