package dev.tagout.collector.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.collector.FakeHypervisors;
import dev.tagout.collector.TopicReader;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.SubjectKind;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@TestProfile(FakeHypervisors.class)
class EventsIT {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

  @TestHTTPResource("/v1/events")
  URI events;

  private String vm;

  @BeforeEach
  void newVm() {
    vm = "fake:" + Ids.next();
  }

  @Test
  void takesAnEventInHeaders() {
    // When
    Response response =
        given()
            .header("ce-specversion", "1.0")
            .header("ce-id", "e-1")
            .header("ce-source", "/scanner")
            .header("ce-type", "dev.tagout.vm.patch-scanned.v1")
            .header("ce-subject", vm)
            .header("ce-time", "2026-03-02T09:00:00+01:00")
            .contentType("application/json")
            .body("{\"missing\":[],\"scanner\":\"s\",\"unknown\":1}")
            .post("/v1/events");

    // Then
    assertThat(response.asString()).isEqualTo("{\"accepted\":[\"e-1\"]}");
    assertThat(response.statusCode()).isEqualTo(202);
    ConsumerRecord<String, byte[]> record = ofVm().getFirst();
    assertThat(record.key()).isEqualTo(vm);
    assertThat(record.value()).asString().isEqualTo("{\"missing\":[],\"scanner\":\"s\"}");
    assertThat(TopicReader.header(record, "ce_type")).isEqualTo("dev.tagout.vm.patch-scanned.v1");
    assertThat(TopicReader.header(record, "ce_time")).isEqualTo("2026-03-02T08:00:00Z");
    assertThat(TopicReader.header(record, "ce_source")).isEqualTo("/scanner");
    assertThat(TopicReader.header(record, "content-type")).isEqualTo("application/json");
  }

  @Test
  void takesAnEventInOneObject() {
    // When
    Response response = post(STRUCTURED, event("e-1", ""));

    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(ofVm()).extracting(TopicReader::id).containsExactly("e-1");
  }

  @Test
  void takesABatchInItsOrder() {
    // When
    Response response = post(BATCH, "[%s,%s]".formatted(event("e-1", ""), event("e-2", "")));

    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.asString()).isEqualTo("{\"accepted\":[\"e-1\",\"e-2\"]}");
    assertThat(ofVm()).extracting(TopicReader::id).containsExactly("e-1", "e-2");
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void takesEveryTypeAsItsSchemaShowsIt(EventType type) {
    // Given
    JsonNode example = schema(type).path("examples").path(0);
    Topic topic = type.subjectKind() == SubjectKind.VM ? Topic.VM_EVENTS : Topic.HOST_EVENTS;

    // When
    Response response =
        post(
            STRUCTURED,
            """
            {"specversion":"1.0","id":"e-1","source":"/bridge","type":"%s","subject":"%s",
             "time":"2026-03-02T08:00:00Z","data":%s}"""
                .formatted(type.wireName(), vm, example));

    // Then
    assertThat(response.asString()).isEqualTo("{\"accepted\":[\"e-1\"]}");
    assertThat(TopicReader.read(topic.topicName(), record -> vm.equals(record.key())))
        .singleElement()
        .extracting(record -> TopicReader.header(record, "ce_type"))
        .isEqualTo(type.wireName());
  }

  @Test
  void takesTenThousandEventsInABatch() {
    // Given
    List<String> ids = IntStream.range(0, 10_000).mapToObj(i -> "e-" + i).toList();

    // When
    Response response = post(BATCH, batch(ids));

    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.jsonPath().getList("accepted", String.class)).isEqualTo(ids);
    assertThat(ofVm()).extracting(TopicReader::id).isEqualTo(ids);
  }

  @Test
  void refusesOneMore() {
    // Given
    String body = batch(IntStream.range(0, 10_001).mapToObj(i -> "e-" + i).toList());

    // When
    Response response = post(BATCH, body);

    // Then
    assertProblem(response, 413, "too-many-events");
    assertThat(response.jsonPath().getString("detail")).contains("10000");
    assertThat(ofVm()).isEmpty();
  }

  @Test
  void sendsNothingOfABatchWithABadEvent() {
    // Given
    String body =
        "[%s,%s,%s]"
            .formatted(event("e-1", ""), event("e-2", "{\"id\":\"KB1\"}"), event("e-3", ""));

    // When
    Response response = post(BATCH, body);

    // Then
    assertProblem(response, 400, "invalid");
    assertThat(response.jsonPath().getString("field")).isEqualTo("[1].data.missing[0].severity");
    assertThat(response.jsonPath().getString("detail"))
        .isEqualTo("event 1 with id e-2: data.missing[0].severity: is required");
    assertThat(ofVm()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/cloudevents+json, '', 400, invalid",
    "application/cloudevents+json, '{', 400, invalid",
    "application/cloudevents-batch+json, '{}', 400, invalid",
    "application/json, '{\"missing\":[]}', 400, invalid",
    "text/plain, 'hello', 415, unsupported-media-type",
    "application/cloudevents+protobuf, 'x', 415, unsupported-media-type"
  })
  void answersWithAProblemDocument(String contentType, String body, int status, String code) {
    // When
    Response response = post(contentType, body);

    // Then
    assertProblem(response, status, code);
  }

  @Test
  void answersAMissingContentTypeWithAProblemDocument() throws Exception {
    // When
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(events).POST(HttpRequest.BodyPublishers.noBody()).build());

    // Then
    assertProblem(response, 415, "unsupported-media-type");
  }

  @Test
  void refusesAFactFromTheFuture() {
    // Given
    String ahead = Instant.now().plus(Duration.ofMinutes(6)).toString();
    String body =
        event("e-1", "{\"id\":\"KB1\",\"severity\":\"low\",\"published\":\"" + ahead + "\"}");

    // When
    Response response = post(STRUCTURED, body);

    // Then
    assertProblem(response, 400, "invalid");
    assertThat(response.jsonPath().getString("field")).isEqualTo("data.missing[0].published");
  }

  @Test
  void refusesLifecycleFromAnyone() {
    // When
    Response response = post(STRUCTURED, started("/scanner"));

    // Then
    assertProblem(response, 403, "source-not-allowed");
    assertThat(ofVm()).isEmpty();
  }

  @Test
  void takesLifecycleFromAConfiguredSource() {
    // When
    Response response = post(STRUCTURED, started("/bridge"));

    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(ofVm()).extracting(TopicReader::id).containsExactly("e-1");
  }

  @Test
  void refusesABodyThatSaysItIsTooLong() throws Exception {
    // When
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(events)
                .header("Content-Type", BATCH)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(16 << 20) + 1]))
                .build());

    // Then
    assertProblem(response, 413, "too-large");
    assertThat(response.body()).contains(String.valueOf(16 << 20));
  }

  @Test
  void refusesABodyThatTurnsOutTooLong() throws Exception {
    // When
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(events)
                .header("Content-Type", BATCH)
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[(16 << 20) + 1])))
                .build());

    // Then
    assertProblem(response, 413, "too-large");
  }

  @Test
  void documentsEveryTypeOfEvent() {
    // When
    Response response = given().accept("application/json").get("/q/openapi");

    // Then
    assertThat(response.jsonPath().getList("components.schemas.Event.properties.type.enum"))
        .contains("dev.tagout.vm.patch-scanned.v1", "dev.tagout.host.access-observed.v1")
        .hasSize(15);
    assertThat(response.jsonPath().getString("components.schemas.VmId.type")).isEqualTo("string");
    assertThat(response.jsonPath().getMap("components.schemas"))
        .containsKeys(
            "Problem", "EventData", "PatchScanned", "MissingUpdate", "ProtectionObserved");
  }

  @Test
  void countsWhatItTookAndWhatItRefused() {
    // Given
    post(STRUCTURED, event("e-1", ""));
    post(STRUCTURED, "{");

    // When
    String metrics = given().get("/q/metrics").asString();

    // Then
    assertThat(metrics)
        .contains(
            "tagout_collector_events_accepted_total{source=\"http\",type=\"dev.tagout.vm.patch-scanned.v1\"}",
            "tagout_collector_events_refused_total{reason=\"invalid\",source=\"http\"}",
            "tagout_collector_source_up{source=\"http\",type=\"http\"} 1.0",
            "tagout_collector_lag_seconds_count{source=\"http\",type=\"http\"}");
  }

  private static void assertProblem(Response response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(response.body()).contains("\"code\":\"" + code + "\"");
  }

  private List<ConsumerRecord<String, byte[]>> ofVm() {
    return TopicReader.read(Topic.Names.VM_EVENTS, record -> vm.equals(record.key()));
  }

  private static JsonNode schema(EventType type) {
    try (InputStream in =
        EventType.class.getResourceAsStream("/schemas/" + type.wireName() + ".json")) {
      return Json.tree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response post(String contentType, String body) {
    return given()
        .header("Content-Type", contentType)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/v1/events");
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private String batch(List<String> ids) {
    return ids.stream()
        .map(id -> event(id, "{\"id\":\"KB5044288\",\"severity\":\"critical\"}"))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String event(String id, String missing) {
    return """
    {"specversion":"1.0","id":"%s","source":"/scanner","type":"dev.tagout.vm.patch-scanned.v1",
     "subject":"%s","time":"2026-03-02T08:00:00Z","data":{"missing":[%s],"scanner":"s"}}"""
        .formatted(id, vm, missing);
  }

  private String started(String source) {
    return """
    {"specversion":"1.0","id":"e-1","source":"%s","type":"dev.tagout.vm.started.v1",
     "subject":"%s","time":"2026-03-02T08:00:00Z","data":{"host":"fake:host-a"}}"""
        .formatted(source, vm);
  }
}
