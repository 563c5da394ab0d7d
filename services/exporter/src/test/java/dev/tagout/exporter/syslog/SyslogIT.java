package dev.tagout.exporter.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.Ids;
import dev.tagout.exporter.delivery.State;
import dev.tagout.exporter.destination.Carrier;
import dev.tagout.exporter.world.Certificates;
import dev.tagout.exporter.world.Findings;
import dev.tagout.exporter.world.Rsyslog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real Kafka to a real rsyslog. */
class SyslogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GOOD = "good";
  private static final String OTHER_NAME = "other";

  @TempDir static Path certificatesDirectory;
  private static Certificates certificates;

  @TempDir Path directory;
  private Rsyslog rsyslog;
  private Findings findings;

  @BeforeAll
  static void sign() {
    certificates =
        Certificates.in(certificatesDirectory)
            .with(GOOD, "IP:127.0.0.1,DNS:localhost")
            .with(OTHER_NAME, "DNS:elsewhere.example")
            .with("client", "DNS:exporter.example");
  }

  @BeforeEach
  void open() {
    rsyslog = new Rsyslog(directory);
    findings = Findings.onNewTopic();
  }

  @AfterEach
  void close() {
    rsyslog.close();
    findings.close();
  }

  private Map<String, String> tls() {
    return new TreeMap<>(
        Map.of(
            "type", "syslog",
            "host", "127.0.0.1",
            "port", String.valueOf(rsyslog.tlsPort()),
            "tls.ca-file", certificates.authority().toString(),
            "settle", "300MS"));
  }

  private void awaitAll(List<String> ids) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        new HashSet<>(
                            rsyslog.messages().stream().map(Rsyslog.Message::id).toList()))
                    .hasSameSizeAs(ids)
                    .containsAll(ids));
  }

  private void awaitCommitted(Carrier carrier, long records) {
    await().atMost(PATIENCE).until(() -> findings.committed(carrier.group()) == records);
  }

  @Test
  void everyFindingArrivesOnceAsItIs() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");

    // When
    List<String> ids = findings.add(3000);
    try (Carrier carrier = Carrier.of(findings, tls())) {
      awaitAll(ids);
      awaitCommitted(carrier, 3000);

      // Then
      List<Rsyslog.Message> messages = rsyslog.messages();
      assertThat(messages.stream().map(Rsyslog.Message::id))
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(messages)
          .allSatisfy(
              message -> {
                assertThat(message.app()).isEqualTo("tagout");
                assertThat(message.msgid()).isEqualTo("APIActivity");
                assertThat(message.priority()).isEqualTo(13 * 8 + 3);
                assertThat(message.time()).isEqualTo("2026-11-29T10:00:00.123Z");
                assertThat(message.structuredData()).isEqualTo("-");
              });
      assertThat(carrier.count("tagout.exporter.events")).isEqualTo(3000);
      assertThat(carrier.look().state()).isEqualTo(State.UP);
    }
    assertThat(rsyslog.log()).doesNotContain("not properly terminated");
  }

  @Test
  void receiverThatIsKilledLosesNothing() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    List<String> ids = new ArrayList<>(findings.add(2000));
    try (Carrier carrier = Carrier.of(findings, tls())) {
      await().atMost(PATIENCE).until(() -> !rsyslog.messages().isEmpty());

      // When
      for (int i = 0; i < 3; i++) {
        ids.addAll(findings.add(2000));
        rsyslog.kill();
        ids.addAll(findings.add(500));
        rsyslog.removeTornLine();
        rsyslog.start(certificates, GOOD, "anon");
      }

      // Then
      awaitAll(ids);
      awaitCommitted(carrier, ids.size());
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefusedAndSaidAndNothingIsLost() {
    // Given
    rsyslog.start(certificates, OTHER_NAME, "anon");
    List<String> ids = findings.add(100);
    try (Carrier carrier = Carrier.of(findings, tls())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(carrier.look().lastError())
                      .startsWith(
                          "the certificate of 127.0.0.1:"
                              + rsyslog.tlsPort()
                              + " is for another name (setting host)"));
      assertThat(carrier.look().state()).isEqualTo(State.DOWN);
      assertThat(rsyslog.messages()).isEmpty();
      assertThat(findings.committed(carrier.group())).isZero();

      // When
      rsyslog.close();
      rsyslog.start(certificates, GOOD, "anon");

      // Then
      awaitAll(ids);
      awaitCommitted(carrier, 100);
      assertThat(carrier.look().state()).isEqualTo(State.UP);
    }
  }

  @Test
  void anAuthorityThatNobodyKnowsIsRefusedAndSaid(@TempDir Path elsewhere) {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    findings.add(1);
    Map<String, String> settings = tls();
    settings.put("tls.ca-file", Certificates.in(elsewhere).authority().toString());

    // When
    try (Carrier carrier = Carrier.of(findings, settings)) {
      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(carrier.look().lastError())
                      .contains("is not trusted: it is not signed by tls.ca-file")
                      .doesNotContain("sun.security"));
    }
    assertThat(rsyslog.messages()).isEmpty();
  }

  @Test
  void aReceiverThatWantsACertificateGetsOurs() {
    // Given
    rsyslog.start(certificates, GOOD, "x509/certvalid");
    List<String> ids = findings.add(10);
    Map<String, String> settings = tls();
    settings.put("tls.certificate-file", certificates.certificate("client").toString());
    settings.put("tls.key-file", certificates.key("client").toString());

    // When
    try (Carrier carrier = Carrier.of(findings, settings)) {
      // Then
      awaitAll(ids);
      awaitCommitted(carrier, 10);
    }
  }

  @Test
  void aReceiverThatStandsStillForAWhileLosesNothing() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    Map<String, String> settings = tls();
    settings.put("timeout", "500MS");
    try (Carrier carrier = Carrier.of(findings, settings)) {
      await().atMost(PATIENCE).until(() -> carrier.look().state() == State.UP);

      // When
      rsyslog.pause();
      List<String> ids = findings.add(200);
      await().atMost(PATIENCE).until(() -> carrier.look().state() == State.DOWN);
      rsyslog.resume();

      // Then
      awaitAll(ids);
      awaitCommitted(carrier, 200);
    }
  }

  @Test
  void hostileNamesBreakNoLineAndNoField() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    List<String> hostile =
        List.of(
            "two\nlines\r\n<13>1 - - - - - - forged",
            "pipe | equals = back\\slash ] \" quote",
            "nul \0 bell \u0007 escape \u001b[31m",
            "right to left \u202e mark \u200f isolate \u2066",
            "lone surrogate \ud800 and \u2028 separator",
            "\u00e4\ud83d\ude80".repeat(1000),
            "n".repeat(10_000));
    List<String> ids = new ArrayList<>();
    for (String name : hostile) {
      ObjectNode event = Findings.event(Ids.next().toString(), "named " + name);
      ((ObjectNode) event.get("device")).put("name", name);
      ids.add(event.path("metadata").path("uid").textValue());
      findings.add(event);
    }

    // When
    try (Carrier carrier = Carrier.of(findings, tls())) {
      // Then
      awaitAll(ids);
      awaitCommitted(carrier, hostile.size());
      assertThat(rsyslog.messages())
          .hasSize(hostile.size())
          .allSatisfy(message -> assertThat(message.app()).isEqualTo("tagout"))
          .allSatisfy(
              message -> assertThat(message.json().path("class_uid").asInt()).isEqualTo(6003));
      assertThat(carrier.deadLetters()).isEmpty();
    }
  }

  @Test
  void aMegabyteIsCutToWhatTheReceiverTakesAndSaysSo() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    String id = Ids.next().toString();
    findings.add(Findings.event(id, "m".repeat(1_000_000)));
    String after = findings.add(1).getFirst();

    // When
    try (Carrier carrier = Carrier.of(findings, tls())) {
      // Then
      awaitAll(List.of(id, after));
      Rsyslog.Message cut =
          rsyslog.messages().stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
      assertThat(cut.text().length()).isLessThan(8000);
      assertThat(cut.json().path("metadata").path("is_truncated").booleanValue()).isTrue();
      assertThat(carrier.count("tagout.exporter.truncated")).isEqualTo(1);
    }
  }

  @Test
  void goesOnFromWhatWasCommittedAfterARestart() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    List<String> ids = new ArrayList<>(findings.add(500));
    try (Carrier first = Carrier.of(findings, tls())) {
      awaitCommitted(first, 500);
    }
    ids.addAll(findings.add(500));

    // When
    try (Carrier second = Carrier.of(findings, tls())) {
      awaitCommitted(second, 1000);
    }

    // Then
    assertThat(rsyslog.messages().stream().map(Rsyslog.Message::id))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whatWasWrittenIsSettledWhenWeStop() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    List<String> ids = findings.add(100);
    Map<String, String> settings = tls();
    settings.put("settle", "1H");
    try (Carrier carrier = Carrier.of(findings, settings)) {
      awaitAll(ids);
      assertThat(findings.committed(carrier.group())).isZero();

      // When
      carrier.stop();

      // Then
      assertThat(findings.committed(carrier.group())).isEqualTo(100);
    }
  }

  @Test
  void idsAreStructuredDataWithASitesOwnNumberAndPlainTcpIsForARelay() {
    // Given
    rsyslog.start(certificates, GOOD, "anon");
    findings.add(Findings.event("a\"b]c\\d", "quoted"));

    // When
    Map<String, String> settings =
        Map.of(
            "type", "syslog",
            "host", "127.0.0.1",
            "transport", "tcp",
            "port", String.valueOf(rsyslog.tcpPort()),
            "enterprise-number", "12345",
            "settle", "300MS");
    try (Carrier carrier = Carrier.of(findings, settings)) {
      awaitCommitted(carrier, 1);
    }

    // Then
    assertThat(rsyslog.messages().getFirst().structuredData())
        .isEqualTo("[tagout@12345 uid=\"a\\\"b\\]c\\\\d\" correlation=\"c-a\\\"b\\]c\\\\d\"]");
  }

  @Test
  void aReceiverThatClosesAfterEachLineGetsAllInTheEnd() throws Exception {
    // Given
    Set<String> got = ConcurrentHashMap.newKeySet();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> readOneOfEach(server, got));
      List<String> ids = findings.add(40);

      // When
      Map<String, String> settings =
          Map.of(
              "type", "syslog",
              "host", "127.0.0.1",
              "transport", "tcp",
              "port", String.valueOf(server.getLocalPort()),
              "settle", "300MS");
      try (Carrier carrier = Carrier.of(findings, settings)) {
        // Then
        awaitCommitted(carrier, 40);
      }
      assertThat(got).hasSize(40);
      assertThat(ids).allSatisfy(id -> assertThat(got).anyMatch(line -> line.contains(id)));
    }
  }

  private static void readOneOfEach(ServerSocket server, Set<String> got) {
    while (true) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        int length = 0;
        for (int c = in.read(); c != ' ' && c >= 0; c = in.read()) {
          length = length * 10 + c - '0';
        }
        if (length > 0) {
          got.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }
}
