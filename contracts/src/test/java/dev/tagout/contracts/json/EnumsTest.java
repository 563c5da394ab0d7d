package dev.tagout.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnumsTest {
  /** Every enum that stands in a record on the wire, found from the samples. */
  static Set<Class<?>> enums() throws ReflectiveOperationException {
    Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
    for (Samples.Sample sample : Samples.full()) {
      find(sample.value(), found);
    }
    return found;
  }

  private static void find(Object value, Set<Class<?>> found) throws ReflectiveOperationException {
    if (value instanceof Enum<?> constant) {
      found.add(constant.getDeclaringClass());
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        find(element, found);
      }
    } else if (value.getClass().isRecord()) {
      for (var component : value.getClass().getRecordComponents()) {
        Object part = component.getAccessor().invoke(value);
        if (part != null) {
          find(part, found);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("enums")
  void readsAnUnknownWordAsUnrecognized(Class<?> type) {
    // When
    Object read = Json.read("\"martian\"", type);

    // Then
    assertThat(((Enum<?>) read).name()).isEqualTo("UNRECOGNIZED");
  }

  @ParameterizedTest
  @MethodSource("enums")
  void comesBackAsItWentOutAndIsSpelledAsInJava(Class<?> type) {
    // Given
    List<Object> constants = List.of(type.getEnumConstants());

    // When
    List<String> written = constants.stream().map(Json::text).toList();

    // Then
    List<Object> read = new ArrayList<>();
    written.forEach(w -> read.add(Json.read(w, type)));
    assertThat(read).isEqualTo(constants);
    assertThat(written)
        .map(w -> w.replace("\"", "").replace('-', '_').toUpperCase(Locale.ROOT))
        .isEqualTo(constants.stream().map(c -> ((Enum<?>) c).name()).toList());
  }

  @ParameterizedTest
  @MethodSource("enums")
  void isNeverReadFromANumber(Class<?> type) {
    // When
    ContractViolation violation =
        catchThrowableOfType(ContractViolation.class, () -> Json.read("0", type));

    // Then
    assertThat(violation).isNotNull();
    assertThat(((Enum<?>) Json.read("\"0\"", type)).name()).isEqualTo("UNRECOGNIZED");
  }
}
