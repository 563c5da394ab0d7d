package dev.tagout.exporter.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.Ids;
import dev.tagout.exporter.destination.Carrier;
import dev.tagout.exporter.world.Findings;
import dev.tagout.lab.infrastructure.Port;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is between a real Kafka and receivers, whatever these are. */
class CourierIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Findings findings;

  @BeforeEach
  void open() {
    findings = Findings.onNewTopic();
  }

  @AfterEach
  void close() {
    findings.close();
  }

  private Map<String, String> file() {
    return Map.of("type", "file", "path", directory.resolve("findings.jsonl").toString());
  }

  private void awaitCommitted(Carrier carrier, long records) {
    await().atMost(PATIENCE).until(() -> findings.committed(carrier.group()) == records);
  }

  private static ObjectNode finding(int severity) {
    return Findings.event(Ids.next().toString(), "refused").put("severity_id", severity);
  }

  @Test
  void whatKafkaDroppedBeforeItWasDeliveredIsCounted() {
    // Given
    try (Carrier first = Carrier.of(findings, file())) {
      findings.add(10);
      awaitCommitted(first, 10);
      assertThat(first.count("tagout.exporter.lost")).isZero();
    }
    findings.add(30);
    findings.drop();
    findings.add(6);

    // When
    try (Carrier second = Carrier.of(findings, file())) {
      awaitCommitted(second, 46);

      // Then
      assertThat(second.count("tagout.exporter.lost")).isEqualTo(30);
      assertThat(second.count("tagout.exporter.events")).isEqualTo(6);
    }
  }

  @Test
  void whatIsReadAgainIsPutAsideAndCountedOnce() throws IOException {
    // Given
    AtomicBoolean well = new AtomicBoolean();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, well));
      findings.add(finding(4));
      findings.add("no JSON".getBytes(StandardCharsets.UTF_8));
      findings.add(finding(1));
      findings.add(finding(4));

      // When
      Map<String, String> settings =
          Map.of(
              "type", "syslog",
              "host", "127.0.0.1",
              "transport", "tcp",
              "port", String.valueOf(server.getLocalPort()),
              "min-severity", "low",
              "settle", "300MS");
      try (Carrier carrier = Carrier.of(findings, settings)) {
        await().atMost(PATIENCE).until(() -> carrier.count("tagout.exporter.retries") >= 2);
        assertThat(carrier.look().state()).isEqualTo(State.DOWN);
        well.set(true);
        awaitCommitted(carrier, 4);

        // Then
        assertThat(carrier.deadLetters()).hasSize(1);
        await().atMost(PATIENCE).until(() -> carrier.look().state() == State.UP);
        assertThat(carrier.count("tagout.exporter.events")).isEqualTo(4);
      }
    }
  }

  /** Reads a byte and ends, until it is well. */
  private static void serve(ServerSocket server, AtomicBoolean well) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (socket.getInputStream().read() >= 0 && well.get()) {
          socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
      } catch (IOException e) {
        // The other side is what is looked at.
      }
    }
  }

  @Test
  void aReceiverThatNobodySpokeToIsNotUp() {
    // Given
    Map<String, String> settings =
        Map.of(
            "type", "webhook",
            "url", "http://127.0.0.1:" + Port.free() + "/hook",
            "min-severity", "low");
    try (Carrier carrier = Carrier.of(findings, settings)) {
      findings.add(finding(1));
      awaitCommitted(carrier, 1);

      // When
      findings.add(finding(1));
      awaitCommitted(carrier, 2);

      // Then
      assertThat(carrier.look().state()).isEqualTo(State.UNKNOWN);
    }
  }

  @Test
  void aDeadLetterThatCannotBeWrittenIsSaid() {
    // Given
    AtomicBoolean full = new AtomicBoolean(true);
    findings.add("no JSON".getBytes(StandardCharsets.UTF_8));
    try (Carrier carrier =
        Carrier.of(
            findings,
            file(),
            () -> {
              if (full.get()) {
                throw new IllegalStateException("no room");
              }
            })) {
      await().atMost(PATIENCE).until(() -> carrier.look().state() == State.DOWN);
      assertThat(carrier.look().lastError()).isEqualTo("dead letters cannot be written: no room");

      // When
      full.set(false);

      // Then
      awaitCommitted(carrier, 1);
      await().atMost(PATIENCE).until(() -> carrier.look().state() == State.UP);
      assertThat(carrier.deadLetters()).hasSize(1);
    }
  }
}
