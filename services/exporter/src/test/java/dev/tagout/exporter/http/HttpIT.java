package dev.tagout.exporter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.delivery.State;
import dev.tagout.exporter.destination.Carrier;
import dev.tagout.exporter.format.OcsfFormat;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Finding;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.receiver.Receiver;
import dev.tagout.exporter.tls.Trust;
import dev.tagout.exporter.world.Certificates;
import dev.tagout.exporter.world.Findings;
import dev.tagout.exporter.world.HttpReceiverStub;
import dev.tagout.exporter.world.HttpReceiverStub.Answer;
import dev.tagout.exporter.world.HttpReceiverStub.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real Kafka to real HTTP servers that answer as the products do. */
class HttpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TAKEN = "{\"text\":\"Success\",\"code\":0}";
  private static final String TOKEN = "b7c9f1e2-secret";

  @TempDir Path directory;
  private Findings findings;

  /** Ids that a receiver has. */
  private final Set<String> indexed = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void open() throws IOException {
    findings = Findings.onNewTopic();
    Files.writeString(directory.resolve("token"), TOKEN + "\n");
    Files.writeString(directory.resolve("hmac"), "the key\n");
  }

  @AfterEach
  void close() {
    findings.close();
  }

  private Map<String, String> to(String type, HttpReceiverStub receiver, String path) {
    return new TreeMap<>(Map.of("type", type, "url", receiver.url() + path));
  }

  private Map<String, String> splunk(HttpReceiverStub receiver) {
    Map<String, String> settings = to("splunk-hec", receiver, "/services/collector/event");
    settings.put("token-file", directory.resolve("token").toString());
    settings.put("index", "security");
    return settings;
  }

  private Map<String, String> elastic(HttpReceiverStub receiver) {
    Map<String, String> settings = to("elastic", receiver, "/");
    settings.put("token-file", directory.resolve("token").toString());
    return settings;
  }

  private void awaitCommitted(Carrier carrier, long records) {
    await().atMost(PATIENCE).until(() -> findings.committed(carrier.group()) == records);
  }

  private static List<String> splunkIds(Request request) {
    return request.lines().stream()
        .map(line -> json(line).at("/event/metadata/uid").asText())
        .toList();
  }

  private static JsonNode json(String text) {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }

  private Answer index(Request request) {
    indexed.addAll(splunkIds(request));
    return Answer.of(200, TAKEN);
  }

  /** Answers a bulk request, by what each document's status shall be. */
  private Answer bulk(Request request, java.util.function.ToIntFunction<String> status) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    List<String> lines = request.lines();
    boolean errors = false;
    for (int i = 0; i < lines.size(); i += 2) {
      String id = json(lines.get(i)).at("/create/_id").asText();
      int code = status.applyAsInt(id);
      if (code < 300) {
        indexed.add(id);
      } else {
        errors = true;
      }
      ObjectNode item = items.addObject().putObject("create").put("_id", id).put("status", code);
      if (code >= 300) {
        item.putObject("error").put("type", "some_exception").put("reason", "says the index");
      }
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("errors", errors);
    answer.set("items", items);
    return Answer.of(200, answer.toString());
  }

  @Test
  void splunkGetsEnvelopesWithTokenTimeAndIndex() {
    // Given
    List<String> ids = findings.add(1200);

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(this::index);
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 1200);

      // Then
      List<String> got = receiver.requests().stream().flatMap(r -> splunkIds(r).stream()).toList();
      assertThat(got).containsExactlyInAnyOrderElementsOf(ids);
      Request first = receiver.requests().getFirst();
      assertThat(first.path()).isEqualTo("/services/collector/event");
      assertThat(first.header("Authorization")).isEqualTo("Splunk " + TOKEN);
      assertThat(first.header("Content-encoding")).isEqualTo("gzip");
      JsonNode envelope = json(first.lines().getFirst());
      assertThat(envelope.get("time").decimalValue()).isEqualByComparingTo("1795946400.123");
      assertThat(envelope.get("sourcetype").textValue()).isEqualTo("tagout:ocsf");
      assertThat(envelope.get("index").textValue()).isEqualTo("security");
      assertThat(envelope.at("/event/class_uid").intValue()).isEqualTo(6003);
    }
  }

  @Test
  void splunksBadEventIsPutAsideAndThoseAroundItArriveOnce() {
    // Given
    List<String> ids = findings.add(30);
    String poison = ids.get(7);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(
                request -> {
                  List<String> asked = splunkIds(request);
                  int bad = asked.indexOf(poison);
                  if (bad < 0) {
                    return index(request);
                  }
                  indexed.addAll(asked.subList(0, bad));
                  return Answer.of(
                      400,
                      "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":"
                          + bad
                          + "}");
                });
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 30);

      // Then
      assertThat(carrier.deadLetters())
          .singleElement()
          .asString()
          .startsWith("it: Splunk answers 400: ")
          .contains("Invalid data format");
      Set<String> others = new HashSet<>(ids);
      others.remove(poison);
      assertThat(indexed).isEqualTo(others);
      List<String> sent = receiver.requests().stream().flatMap(r -> splunkIds(r).stream()).toList();
      assertThat(sent.stream().filter(poison::equals)).hasSize(1);
    }
  }

  @Test
  void whatIsBehindSplunksBadEventArrivesAlsoWhenItIsTheLast() {
    // Given
    AtomicReference<String> poison = new AtomicReference<>();
    List<String> ids = findings.add(30);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(
                request -> {
                  List<String> asked = splunkIds(request);
                  if (asked.size() > 1) {
                    poison.compareAndSet(null, asked.get(asked.size() - 2));
                  }
                  int bad = asked.indexOf(poison.get());
                  if (bad < 0) {
                    return index(request);
                  }
                  indexed.addAll(asked.subList(0, bad));
                  return Answer.of(
                      400,
                      "{\"text\":\"No data\",\"code\":12,\"invalid-event-number\":" + bad + "}");
                });
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 30);

      // Then
      assertThat(carrier.deadLetters()).hasSize(1);
      Set<String> others = new HashSet<>(ids);
      others.remove(poison.get());
      assertThat(indexed).isEqualTo(others);
    }
  }

  @Test
  void aProxyThatAnswersForSplunkIsWaitedOut() {
    // Given
    findings.add(5);
    Answer proxy = Answer.of(400, "<html>400 The SSL certificate error</html>");

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(this::index).then(proxy).then(proxy);
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 5);

      // Then
      assertThat(carrier.deadLetters()).isEmpty();
      assertThat(carrier.look().lastError()).contains("The SSL certificate error");
      assertThat(indexed).hasSize(5);
    }
  }

  @Test
  void aTokenThatNoHeaderTakesIsWaitedOutAndNeverShown() throws IOException {
    // Given
    findings.add(5);
    Path token = directory.resolve("token");

    // When
    try (HttpReceiverStub receiver =
        new HttpReceiverStub(this::index)
            .then(
                request -> {
                  write(token, "old\n" + TOKEN);
                  return Answer.of(503, "");
                })) {
      try (Carrier carrier = Carrier.of(findings, splunk(receiver))) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(String.valueOf(carrier.look().lastError()))
                        .contains(token + " must hold one line of text"));
        write(token, "t\u00f6ken" + TOKEN);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(carrier.look().lastError())
                        .contains(token + " holds what no header takes")
                        .doesNotContain(TOKEN));
        write(token, TOKEN);
        awaitCommitted(carrier, 5);
      }

      // Then
      assertThat(receiver.requests().getLast().header("Authorization"))
          .isEqualTo("Splunk " + TOKEN);
    }
  }

  private static void write(Path file, String text) {
    try {
      Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReceiverThatShowsUsOurTokenDoesNotShowItToOthers() {
    // Given
    findings.add(3);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(this::index)
                .then(
                    request ->
                        Answer.of(
                            500, "debug: Authorization: " + request.header("Authorization")));
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 3);

      // Then
      assertThat(carrier.look().lastError()).contains("debug: Authorization: Splunk ***");
      assertThat(carrier.look().lastError()).doesNotContain(TOKEN);
    }
  }

  @Test
  void aWrongIndexIsNobodysFindingsFaultAndIsWaitedOut() {
    // Given
    findings.add(5);
    Answer wrongIndex = Answer.of(400, "{\"text\":\"Incorrect index\",\"code\":7}");

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(this::index).then(wrongIndex).then(wrongIndex);
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 5);

      // Then
      assertThat(carrier.deadLetters()).isEmpty();
      assertThat(carrier.look().lastError()).contains("Incorrect index").doesNotContain(TOKEN);
      assertThat(indexed).hasSize(5);
    }
  }

  @Test
  void whatAReceiverCannotTakeNowIsSentAgainUntilItDoes() {
    // Given
    List<String> ids = findings.add(100);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(this::index)
                .then(new Answer(429, "", Map.of("Retry-After", "1")))
                .then(Answer.of(500, "{\"text\":\"Internal server error\",\"code\":8}"))
                .then(Answer.of(503, "{\"text\":\"Server is busy\",\"code\":9}"))
                .then(Answer.of(403, "{\"text\":\"Invalid token\",\"code\":4}"))
                .then(Answer.broken())
                .then(Answer.of(200, "<html>a login page</html>"));
        Carrier carrier = Carrier.of(findings, splunk(receiver))) {
      awaitCommitted(carrier, 100);

      // Then
      assertThat(indexed).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(carrier.deadLetters()).isEmpty();
      assertThat(carrier.look().state()).isEqualTo(State.UP);
      assertThat(carrier.count("tagout.exporter.retries")).isEqualTo(6);
      long waited = receiver.requests().get(1).nanos() - receiver.requests().getFirst().nanos();
      assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void aDestinationThatIsAwayHoldsUpNoOther() {
    // Given
    List<String> ids = findings.add(50);

    // When
    try (HttpReceiverStub dead = new HttpReceiverStub(request -> Answer.of(503, ""));
        HttpReceiverStub alive = new HttpReceiverStub(this::index);
        Carrier stuck = Carrier.of(findings, to("webhook", dead, "/hook"), "stuck");
        Carrier other = Carrier.of(findings, splunk(alive))) {
      awaitCommitted(other, 50);

      // Then
      assertThat(indexed).containsExactlyInAnyOrderElementsOf(ids);
      await().atMost(PATIENCE).until(() -> stuck.look().state() == State.DOWN);
      assertThat(stuck.look().lastError()).contains("503");
      assertThat(findings.committed(stuck.group())).isZero();
      assertThat(stuck.deadLetters()).isEmpty();
    }
  }

  @Test
  void elasticGetsEachDocumentOnceUnderItsId() {
    // Given
    List<String> ids = findings.add(300);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(request -> bulk(request, id -> 201)).then(Answer.broken());
        Carrier carrier = Carrier.of(findings, elastic(receiver))) {
      awaitCommitted(carrier, 300);

      // Then
      assertThat(indexed).containsExactlyInAnyOrderElementsOf(ids);
      Request request = receiver.requests().getLast();
      assertThat(request.path()).isEqualTo("/logs-tagout.findings-default/_bulk");
      assertThat(request.header("Authorization")).isEqualTo("ApiKey " + TOKEN);
      assertThat(request.header("Content-type")).isEqualTo("application/x-ndjson");
      assertThat(request.text()).endsWith("\n");
      JsonNode document = json(request.lines().get(1));
      assertThat(document.path("@timestamp").asText()).startsWith("2026-11-29T10:00:00.123");
      assertThat(document.path("event").isObject()).isTrue();
    }
  }

  @Test
  void ofABulkRequestOnlyWhatWasNotTakenIsSentAgainAndWhatIsThereAlreadyCounts() {
    // Given
    List<String> ids = findings.add(20);
    Set<String> busy = ConcurrentHashMap.newKeySet();
    busy.addAll(ids.subList(0, 5));
    Set<String> there = Set.copyOf(ids.subList(5, 10));
    String poison = ids.get(10);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(
                request ->
                    bulk(
                        request,
                        id -> {
                          if (busy.remove(id)) {
                            return 429;
                          }
                          return there.contains(id) ? 409 : id.equals(poison) ? 400 : 201;
                        }));
        Carrier carrier = Carrier.of(findings, elastic(receiver))) {
      awaitCommitted(carrier, 20);

      // Then
      Set<String> expected = new HashSet<>(ids);
      expected.removeAll(there);
      expected.remove(poison);
      assertThat(indexed).isEqualTo(expected);
      assertThat(carrier.deadLetters())
          .singleElement()
          .asString()
          .contains("answers 400 for the document", "some_exception says the index");
      List<String> sent = new ArrayList<>();
      receiver
          .requests()
          .forEach(
              r -> {
                for (int i = 0; i < r.lines().size(); i += 2) {
                  sent.add(json(r.lines().get(i)).at("/create/_id").asText());
                }
              });
      assertThat(sent).hasSize(25);
    }
  }

  @Test
  void aClusterThatTakesNoDocumentIsWaitedOutThoughItAnswers400() {
    // Given
    List<String> ids = findings.add(20);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("errors", true);
    Function<Request, Answer> full =
        request -> {
          ArrayNode items = answer.putArray("items");
          for (int i = 0; i < request.lines().size(); i += 2) {
            ObjectNode create = items.addObject().putObject("create").put("status", 400);
            create
                .putObject("error")
                .put("type", "validation_exception")
                .put("reason", "this cluster currently has [1000]/[1000] maximum shards open");
          }
          return Answer.of(200, answer.toString());
        };

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(request -> bulk(request, id -> 201))
                .then(full)
                .then(
                    Answer.of(400, "<html>The plain HTTP request was sent to HTTPS port</html>"));
        Carrier carrier = Carrier.of(findings, elastic(receiver))) {
      awaitCommitted(carrier, 20);

      // Then
      assertThat(indexed).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(carrier.deadLetters()).isEmpty();
      assertThat(carrier.count("tagout.exporter.retries")).isEqualTo(2);
      assertThat(carrier.look().lastError()).contains("sent to HTTPS port");
    }
  }

  @Test
  void aDocumentThatCannotBeParsedIsPutAsideAlsoWhenItIsAlone() {
    // Given
    findings.add(1);

    // When
    try (HttpReceiverStub receiver =
            new HttpReceiverStub(
                request ->
                    Answer.of(
                        200,
                        "{\"errors\":true,\"items\":[{\"create\":{\"status\":400,\"error\":{\"type\":"
                            + "\"document_parsing_exception\",\"reason\":\"failed to parse\"}}}]}"));
        Carrier carrier = Carrier.of(findings, elastic(receiver))) {
      awaitCommitted(carrier, 1);

      // Then
      assertThat(carrier.deadLetters()).singleElement().asString().contains("failed to parse");
    }
  }

  @Test
  void aKeyThatIsNoLongerTheReceiversCostsNoFinding() {
    // Given
    List<String> ids = findings.add(150);
    Path key = directory.resolve("hmac");
    AtomicInteger asked = new AtomicInteger();
    Function<Request, Answer> verifies =
        request -> {
          String theirs = asked.incrementAndGet() <= 20 ? "the key" : "another";
          String signature = request.header("Tagout-signature");
          long seconds = Long.parseLong(signature.substring(2, 12));
          if (!Webhook.signature(theirs, seconds, request.body()).equals(signature)) {
            return Answer.of(400, "bad signature");
          }
          indexed.add(json(request.text()).at("/metadata/uid").asText());
          return Answer.of(204, "");
        };

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(verifies)) {
      Map<String, String> settings = to("webhook", receiver, "/hook");
      settings.put("hmac-key-file", key.toString());
      try (Carrier carrier = Carrier.of(findings, settings)) {
        await()
            .atMost(PATIENCE)
            .until(() -> String.valueOf(carrier.look().lastError()).contains("bad signature"));
        write(key, "another");
        awaitCommitted(carrier, 150);

        // Then
        assertThat(carrier.deadLetters()).isEmpty();
        assertThat(indexed).containsExactlyInAnyOrderElementsOf(ids);
      }
    }
  }

  @Test
  void aFindingThatAWebhookMindsIsPutAsideOnceItTakesAnother() {
    // Given
    Set<String> bad = ConcurrentHashMap.newKeySet();
    AtomicInteger known = new AtomicInteger();
    Function<Request, Answer> minds =
        request -> {
          String id = json(request.text()).at("/metadata/uid").asText();
          // The first two that it sees, and the last.
          if (known.getAndIncrement() < 2 || id.equals("last")) {
            bad.add(id);
          }
          return Answer.of(bad.contains(id) ? 400 : 200, "");
        };
    List<String> ids = findings.add(20);

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(minds);
        Carrier carrier = Carrier.of(findings, to("webhook", receiver, "/hook"))) {
      awaitCommitted(carrier, 20);
      findings.add(Findings.event("last", "nothing comes behind it"));
      awaitCommitted(carrier, 21);

      // Then
      assertThat(bad).hasSize(3).contains("last");
      assertThat(carrier.deadLetters()).hasSize(3);
      Set<String> sent = new HashSet<>();
      receiver.requests().forEach(r -> sent.add(json(r.text()).at("/metadata/uid").asText()));
      assertThat(sent).containsAll(ids);
    }
  }

  @Test
  void aWebhookThatMindsEveryFindingIsWaitedOut() {
    // Given
    findings.add(30);

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(request -> Answer.of(400, "no"))) {
      try (Carrier carrier = Carrier.of(findings, to("webhook", receiver, "/hook"))) {
        await().atMost(PATIENCE).until(() -> carrier.count("tagout.exporter.retries") >= 3);

        // Then
        assertThat(carrier.deadLetters()).isEmpty();
        assertThat(carrier.look().lastError()).contains("it answers 400: no");
      }
    }
  }

  @Test
  void keepsItsPlaceInTheGroupByABeatForEachRequest() throws Exception {
    // Given
    AtomicInteger beats = new AtomicInteger();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] value = Json.bytes(Findings.event("id-" + i, "refused"));
      items.add(new Item(new ConsumerRecord<>("t", 0, i, "vm", value), Finding.of(value)));
    }

    // When
    try (HttpReceiverStub stub = new HttpReceiverStub(request -> Answer.of(200, ""));
        Receiver receiver =
            new HttpReceiver(
                new HttpSettings(
                    URI.create(stub.url()),
                    new Trust(Optional.empty(), Optional.empty(), Optional.empty(), false),
                    false,
                    10_000,
                    1,
                    10_000,
                    PATIENCE,
                    PATIENCE),
                new Webhook(
                    new Credentials.None(),
                    Optional.empty(),
                    "application/json",
                    new OcsfFormat(),
                    Clock.systemUTC()))) {
      receiver.deliver(new Batch(items), beats::incrementAndGet);

      // Then
      assertThat(stub.requests()).hasSize(20);
    }
    assertThat(beats.get()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void aWebhookCanVerifyWhatItGets() {
    // Given
    List<String> ids = findings.add(3);

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(request -> Answer.of(204, ""))) {
      Map<String, String> settings = to("webhook", receiver, "/hook");
      settings.put("hmac-key-file", directory.resolve("hmac").toString());
      settings.put("token-file", directory.resolve("token").toString());
      try (Carrier carrier = Carrier.of(findings, settings)) {
        awaitCommitted(carrier, 3);
      }

      // Then
      assertThat(receiver.requests()).hasSize(3);
      assertThat(receiver.requests())
          .allSatisfy(
              request -> {
                assertThat(ids).contains(json(request.text()).at("/metadata/uid").asText());
                assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
                assertThat(request.header("Content-type")).isEqualTo("application/json");
                String signature = request.header("Tagout-signature");
                assertThat(signature).matches("t=\\d{10},v1=[0-9a-f]{64}");
                assertThat(opensslHmac(signature.substring(2, 12) + "." + request.text()))
                    .isEqualTo(signature.substring(16));
              });
    }
  }

  /** By a program that shares nothing with ours. */
  private static String opensslHmac(String signed) {
    try {
      Process openssl =
          new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", "the key", "-r").start();
      try (var in = openssl.getOutputStream()) {
        in.write(signed.getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      openssl.waitFor(10, TimeUnit.SECONDS);
      return out.substring(0, 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void overTlsAReceiverIsWhoItsCertificateSaysOrGetsNothing() throws Exception {
    // Given
    Certificates certificates =
        Certificates.in(directory.resolve("tls"))
            .with("good", "IP:127.0.0.1")
            .with("other", "DNS:elsewhere.example");
    findings.add(3);
    try (HttpReceiverStub other =
            new HttpReceiverStub(request -> Answer.of(200, ""), context(certificates, "other"));
        HttpReceiverStub good =
            new HttpReceiverStub(request -> Answer.of(200, ""), context(certificates, "good"))) {
      Map<String, String> toOther = to("webhook", other, "/hook");
      toOther.put("tls.ca-file", certificates.authority().toString());
      Map<String, String> toGood = to("webhook", good, "/hook");
      toGood.put("tls.ca-file", certificates.authority().toString());
      Map<String, String> anybody = to("webhook", other, "/anybody");
      anybody.put("tls.insecure", "true");

      // When
      try (Carrier refused = Carrier.of(findings, toOther, "other");
          Carrier unknown = Carrier.of(findings, to("webhook", good, "/unknown"), "unknown");
          Carrier verified = Carrier.of(findings, toGood, "good");
          Carrier insecure = Carrier.of(findings, anybody, "insecure")) {
        awaitCommitted(verified, 3);
        awaitCommitted(insecure, 3);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(String.valueOf(refused.look().lastError()))
                      .contains("is for another name (setting url)");
                  assertThat(String.valueOf(unknown.look().lastError()))
                      .contains("is not trusted: it is not signed by tls.ca-file")
                      .doesNotContain("sun.security");
                });
      }

      // Then
      assertThat(other.requests()).extracting(Request::path).containsOnly("/anybody");
      assertThat(good.requests()).extracting(Request::path).containsOnly("/hook");
    }
  }

  @Test
  void aCertificateOfOursThatWasRenewedCountsWithoutARestart() throws Exception {
    // Given
    Certificates certificates =
        Certificates.in(directory.resolve("tls"))
            .with("good", "IP:127.0.0.1")
            .with("expired", "DNS:exporter.example")
            .with("renewed", "DNS:exporter.example");
    findings.add(3);
    Path certificate = Files.copy(certificates.certificate("expired"), directory.resolve("us.pem"));
    Path key = Files.copy(certificates.key("expired"), directory.resolve("us.key"));
    SSLContext good =
        new Trust(
                Optional.of(certificates.authority()),
                Optional.of(certificates.certificate("good")),
                Optional.of(certificates.key("good")),
                false)
            .context();

    // When
    try (HttpReceiverStub receiver =
        new HttpReceiverStub(
            request ->
                request.client().contains("CN=renewed")
                    ? Answer.of(200, "")
                    : Answer.of(403, "certificate error: " + request.client()),
            good)) {
      Map<String, String> settings = to("webhook", receiver, "/hook");
      settings.put("tls.ca-file", certificates.authority().toString());
      settings.put("tls.certificate-file", certificate.toString());
      settings.put("tls.key-file", key.toString());
      try (Carrier carrier = Carrier.of(findings, settings)) {
        await()
            .atMost(PATIENCE)
            .until(() -> String.valueOf(carrier.look().lastError()).contains("CN=expired"));
        Files.copy(certificates.key("renewed"), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
            certificates.certificate("renewed"), certificate, StandardCopyOption.REPLACE_EXISTING);

        // Then
        awaitCommitted(carrier, 3);
      }
    }
  }

  private static SSLContext context(Certificates certificates, String name)
      throws Trust.UnusableException {
    return new Trust(
            Optional.empty(),
            Optional.of(certificates.certificate(name)),
            Optional.of(certificates.key(name)),
            false)
        .context();
  }

  @Test
  void anEventThatIsTooLargeForTheReceiverIsFoundByHalves() {
    // Given
    List<String> ids = findings.add(40);
    String large = ids.get(33);

    // When
    try (HttpReceiverStub receiver =
        new HttpReceiverStub(
            request -> Answer.of(request.text().contains(large) ? 413 : 200, ""))) {
      Map<String, String> settings = to("webhook", receiver, "/hook");
      settings.put("batch.events", "100");
      try (Carrier carrier = Carrier.of(findings, settings)) {
        awaitCommitted(carrier, 40);

        // Then
        assertThat(carrier.deadLetters()).containsExactly("it: it answers 413");
        assertThat(carrier.count("tagout.exporter.events")).isEqualTo(40);
      }
    }
  }

  @Test
  void whatIsNoFindingIsPutAsideAndWhatIsNewIsCarried() {
    // Given
    findings.add("no JSON at all".getBytes(StandardCharsets.UTF_8));
    findings.add("[]".getBytes(StandardCharsets.UTF_8));
    findings.add("{\"time\":1}".getBytes(StandardCharsets.UTF_8));
    findings.add((byte[]) null);
    ObjectNode event = Findings.event("new", "of a class to come");
    event.put("class_uid", 1011).put("class_name", "Device Power State Activity");
    event.putObject("power").put("state", "on");
    findings.add(event);

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(request -> Answer.of(200, ""));
        Carrier carrier = Carrier.of(findings, to("webhook", receiver, "/hook"))) {
      awaitCommitted(carrier, 5);

      // Then
      assertThat(carrier.deadLetters())
          .hasSize(4)
          .anySatisfy(reason -> assertThat(reason).contains("is no JSON object"))
          .anySatisfy(reason -> assertThat(reason).contains("metadata.uid: is required"))
          .anySatisfy(reason -> assertThat(reason).contains("has no value"));
      assertThat(json(receiver.requests().getFirst().text())).isEqualTo(event);
    }
  }

  @Test
  void mildFindingsStayAwayWhenOnlySevereOnesAreWanted() {
    // Given
    ObjectNode mild = Findings.event("mild", "let through");
    mild.put("severity_id", 1);
    ObjectNode unknown = Findings.event("unknown", "says nothing of severity");
    unknown.remove("severity_id");
    findings.add(mild);
    findings.add(unknown);
    findings.add(Findings.event("severe", "refused"));

    // When
    try (HttpReceiverStub receiver = new HttpReceiverStub(request -> Answer.of(200, ""))) {
      Map<String, String> settings = to("webhook", receiver, "/hook");
      settings.put("min-severity", "high");
      try (Carrier carrier = Carrier.of(findings, settings)) {
        awaitCommitted(carrier, 3);
      }

      // Then
      assertThat(receiver.requests().stream().map(r -> json(r.text()).at("/metadata/uid").asText()))
          .containsExactly("unknown", "severe");
    }
  }
}
