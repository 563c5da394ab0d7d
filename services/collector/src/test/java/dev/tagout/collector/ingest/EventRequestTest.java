package dev.tagout.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.collector.Settings;
import dev.tagout.collector.sink.Door;
import dev.tagout.collector.sink.Instants;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRequestTest {
  private static final String GOOD =
      """
      {"specversion":"1.0","id":"a","source":"/scanner","type":"dev.tagout.vm.patch-scanned.v1",
       "subject":"libvirt:vm-1","time":"2026-03-02T08:00:00Z","data":{"missing":[],"scanner":"s"}}""";
  private static final String STARTED =
      GOOD.replace("vm.patch-scanned", "vm.started")
          .replace("{\"missing\":[],\"scanner\":\"s\"}", "{\"host\":\"libvirt:host-a\"}");
  private static final Map<String, String> HEADERS =
      Map.of(
          "ce-specversion", "1.0",
          "ce-id", "a%20b",
          "ce-source", "/scanner",
          "ce-type", "dev.tagout.vm.patch-scanned.v1",
          "ce-subject", "libvirt:vm-1",
          "ce-time", "2026-03-02T09:00:00+01:00");

  private final EventRequest request =
      request(
          Map.of(
              "tagout.collector.max-batch-events", "3",
              "tagout.collector.lifecycle-sources", "/bridge"));

  @Test
  void readsOneEventInOneObject() {
    // When
    List<OutgoingRecord> records = structured(GOOD);

    // Then
    assertThat(records).extracting(OutgoingRecord::id).containsExactly("a");
    assertThat(records.getFirst().json()).isEqualTo("{\"missing\":[],\"scanner\":\"s\"}");
  }

  @Test
  void leavesOutFieldsThatItDoesNotKnow() {
    // When
    List<OutgoingRecord> records =
        structured(GOOD.replace("\"missing\":[]", "\"missing\":[],\"colour\":{\"a\":[1]}"));

    // Then
    assertThat(records.getFirst().json()).isEqualTo("{\"missing\":[],\"scanner\":\"s\"}");
  }

  @Test
  void readsDataInBase64() {
    // When
    List<OutgoingRecord> records =
        structured(
            GOOD.replace(
                "\"data\":{\"missing\":[],\"scanner\":\"s\"}",
                "\"data_base64\":\"eyJtaXNzaW5nIjpbXX0=\""));

    // Then
    assertThat(records.getFirst().json()).isEqualTo("{\"missing\":[]}");
  }

  @Test
  void readsAttributesFromHeaders() {
    // When
    List<OutgoingRecord> records =
        request.read("application/json; charset=utf-8", HEADERS::get, bytes("{\"missing\":[]}"));

    // Then
    assertThat(records.getFirst().id()).isEqualTo("a b");
    assertThat(records.getFirst().time()).isEqualTo("2026-03-02T08:00:00Z");
  }

  @Test
  void readsABatchInItsOrder() {
    // When
    List<OutgoingRecord> records = batch("[" + GOOD + "," + GOOD.replace("\"a\"", "\"b\"") + "]");

    // Then
    assertThat(records).extracting(OutgoingRecord::id).containsExactly("a", "b");
  }

  @Test
  void takesAnEmptyBatch() {
    // When
    List<OutgoingRecord> records = batch("[]");

    // Then
    assertThat(records).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"specversion\":\"1.0\",         |                                | specversion",
        "\"1.0\"                          | \"0.3\"                        | specversion",
        "\"id\":\"a\",                    |                                | id",
        "\"id\":\"a\"                     | \"id\":\" \"                   | id",
        "\"id\":\"a\"                     | \"id\":7                       | id",
        "\"id\":\"a\"                     | \"id\":\"a\\u0007\"            | id",
        "\"source\":\"/scanner\",         |                                | source",
        "\"/scanner\"                     | \"not a uri\"                  | source",
        "vm.patch-scanned                 | vm.patch-guessed               | type",
        "\"type\":\"dev.tagout.vm.patch-scanned.v1\", |                    | type",
        "\"subject\":\"libvirt:vm-1\",    |                                | subject",
        "libvirt:vm-1                     | vm-1                           | subject",
        "libvirt:vm-1                     | libvirt:vm 1                   | subject",
        "\"time\":\"2026-03-02T08:00:00Z\", |                              | time",
        "2026-03-02T08:00:00Z             | yesterday                      | time",
        "2026-03-02T08:00:00Z             | 2026-03-02T08:20:01Z           | time",
        ",\"data\":{\"missing\":[],\"scanner\":\"s\"} |                    | data",
        "{\"missing\":[],\"scanner\":\"s\"} | null                         | data",
        "{\"missing\":[],\"scanner\":\"s\"} | \"text\"                     | data",
        "\"missing\":[]                   | \"missing\":[{\"id\":\"KB1\"}] | data.missing[0].severity",
        "\"missing\":[],                  |                                | data.missing",
        "\"data\"                         | \"datacontenttype\":\"text/xml\",\"data\" | datacontenttype",
        "\"data\":{\"missing\":[],\"scanner\":\"s\"} | \"data_base64\":\"%%\" | data_base64",
      })
  void namesWhatIsWrongInAnEvent(String good, String bad, String field) {
    // When
    Problem problem = problem(() -> structured(GOOD.replace(good, bad == null ? "" : bad)));

    // Then
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("invalid");
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.detail()).startsWith("event");
  }

  @Test
  void namesTheEventOfABatchThatIsWrong() {
    // When
    Problem problem =
        problem(
            () ->
                batch(
                    "["
                        + GOOD
                        + ","
                        + GOOD.replace("\"a\"", "\"b\"")
                            .replace("\"missing\":[]", "\"missing\":[{\"id\":\"KB1\"}]")
                        + "]"));

    // Then
    assertThat(problem.field()).isEqualTo("[1].data.missing[0].severity");
    assertThat(problem.detail())
        .isEqualTo("event 1 with id b: data.missing[0].severity: is required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "nonsense", "[{]", "{\"id\":\"a\"}", "[1]", "[null]", "[] []", "[[]]"})
  void refusesABatchThatIsNone(String body) {
    // When
    Problem problem = problem(() -> batch(body));

    // Then
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "[]", "7", "null", "{} {}"})
  void refusesAnEventThatIsNone(String body) {
    // When
    Problem problem = problem(() -> structured(body));

    // Then
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "ce-time"})
  void namesAHeaderThatIsMissing(String header) {
    // Given
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.remove(header);

    // When
    Problem problem =
        problem(() -> request.read("application/json", headers::get, bytes("{\"missing\":[]}")));

    // Then
    assertThat(problem.field()).isEqualTo(header.substring("ce-".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "{\"missing\":"})
  void namesDataInABodyThatIsNoJson(String body) {
    // When
    Problem problem = problem(() -> request.read("application/json", HEADERS::get, bytes(body)));

    // Then
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.field()).isEqualTo("data");
  }

  @Test
  void namesAHeaderWithABrokenEscape() {
    // Given
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put("ce-id", "50%");

    // When
    Problem problem =
        problem(() -> request.read("application/json", headers::get, bytes("{\"missing\":[]}")));

    // Then
    assertThat(problem.field()).isEqualTo("id");
  }

  @Test
  void refusesLifecycleFromASourceThatIsNotConfigured() {
    // When
    Problem problem = problem(() -> batch("[" + GOOD + "," + STARTED + "]"));

    // Then
    assertThat(problem.status()).isEqualTo(403);
    assertThat(problem.code()).isEqualTo("source-not-allowed");
    assertThat(problem.field()).isEqualTo("[1].source");
  }

  @Test
  void takesLifecycleFromAConfiguredSource() {
    // When
    List<OutgoingRecord> records = structured(STARTED.replace("/scanner", "/bridge"));

    // Then
    assertThat(records)
        .extracting(OutgoingRecord::type)
        .containsExactly("dev.tagout.vm.started.v1");
  }

  @Test
  void refusesABatchThatIsTooLong() {
    // When
    Problem problem = problem(() -> batch("[" + (GOOD + ",").repeat(3) + GOOD + "]"));

    // Then
    assertThat(problem.status()).isEqualTo(413);
    assertThat(problem.code()).isEqualTo("too-many-events");
    assertThat(problem.detail()).contains("3 events");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/cloudevents+avro",
        "application/cloudevents",
        ""
      })
  void refusesOtherContentTypes(String contentType) {
    // When
    Problem problem = problem(() -> request.read(contentType, HEADERS::get, bytes(GOOD)));

    // Then
    assertThat(problem.status()).isEqualTo(415);
    assertThat(problem.detail()).contains("application/cloudevents+json");
  }

  private List<OutgoingRecord> structured(String body) {
    return request.read("application/cloudevents+json", name -> null, bytes(body));
  }

  private List<OutgoingRecord> batch(String body) {
    return request.read("application/cloudevents-batch+json", name -> null, bytes(body));
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }

  private static EventRequest request(Map<String, String> settings) {
    CollectorConfig config = Settings.collector(settings);
    Clock clock = Clock.fixed(Instant.parse("2026-03-02T08:15:00Z"), ZoneOffset.UTC);
    return new EventRequest(new Door(new Instants(clock), config), config);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
