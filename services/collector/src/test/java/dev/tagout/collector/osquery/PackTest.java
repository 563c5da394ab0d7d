package dev.tagout.collector.osquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.SubjectKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackTest {
  @ParameterizedTest
  @CsvSource({"tagout-vm, VM", "tagout-host, HOST"})
  void hasEveryQueryThatTheCollectorKnowsAndNoOther(String pack, SubjectKind kind) {
    // Given
    Set<Query> known =
        Arrays.stream(Query.values())
            .filter(q -> q.eventType().subjectKind() == kind)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Query.class)));

    // When
    Map<String, JsonNode> queries = Pack.of(pack).queries();

    // Then
    assertThat(queries.keySet())
        .extracting(name -> Query.named(name).orElse(null))
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @CsvSource({"tagout-vm", "tagout-host"})
  void askForWholeResults(String pack) {
    // When
    Map<String, JsonNode> queries = Pack.of(pack).queries();

    // Then
    assertThat(queries.values())
        .allSatisfy(q -> assertThat(q.path("snapshot").isBoolean()).isTrue())
        .allSatisfy(q -> assertThat(q.path("snapshot").booleanValue()).isTrue())
        .allSatisfy(q -> assertThat(q.path("interval").intValue()).isPositive());
  }

  @Test
  void readTheSameListOfUpdates() {
    // When
    JsonNode ofVm = Pack.of("tagout-vm").root().path("auto_table_construction");

    // Then
    assertThat(ofVm.path("tagout_updates").path("path").textValue()).startsWith("/var/lib/tagout/");
    assertThat(Pack.of("tagout-host").root().path("auto_table_construction")).isEqualTo(ofVm);
  }
}
