package dev.tagout.exporter.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Finding;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.receiver.Receiver.Pulse;
import dev.tagout.exporter.syslog.SyslogSettings.SettleBy;
import dev.tagout.exporter.tls.Trust;
import dev.tagout.exporter.world.Certificates;
import dev.tagout.exporter.world.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that rsyslog is not: each does with a connection what it is told to. */
@Timeout(60)
class SyslogReceiverTest {
  private static final Pulse NO_PULSE = () -> {};

  /** More than a busy machine needs; nothing here waits for it to be over. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration LONG = Duration.ofHours(1);
  private static final Format FORMAT =
      (event, limit) -> new Format.Text(event.path("message").textValue(), false);

  /** What a receiver does with a connection, by its number; it is closed afterwards. */
  @FunctionalInterface
  private interface Behaviour {
    void serve(int number, Socket socket) throws IOException;
  }

  private static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();

    Server(Behaviour behaviour) {
      try {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofVirtual().start(() -> accept(behaviour));
    }

    private void accept(Behaviour behaviour) {
      while (!socket.isClosed()) {
        try (Socket connection = socket.accept()) {
          behaviour.serve(connections.getAndIncrement(), connection);
        } catch (IOException e) {
          // The client's end of it is what is looked at.
        }
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void readOne(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int length = 0;
    for (int c = in.read(); c != ' ' && c >= 0; c = in.read()) {
      length = length * 10 + c - '0';
    }
    in.readNBytes(length);
  }

  private static void readAll(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static SyslogReceiver receiver(Server server, Duration settle, SettleBy settleBy) {
    return new SyslogReceiver(
        settings(server.socket.getLocalPort(), Optional.empty(), settle, settleBy, PATIENCE),
        FORMAT);
  }

  private static SyslogSettings settings(
      int port, Optional<Trust> trust, Duration settle, SettleBy settleBy, Duration timeout) {
    return new SyslogSettings(
        "127.0.0.1",
        port,
        trust,
        "here",
        OptionalInt.empty(),
        8000,
        settle,
        settleBy,
        PATIENCE,
        timeout);
  }

  private static Batch batch(int size) {
    return new Batch(
        IntStream.range(0, size)
            .mapToObj(
                i -> {
                  byte[] value = Json.bytes(Findings.event("id-" + i, "finding " + i));
                  return new Item(
                      new ConsumerRecord<>("findings", 0, i, "vm", value), Finding.of(value));
                })
            .toList());
  }

  /** Until the receiver is away. */
  private static void deliverInVain(SyslogReceiver receiver) throws InterruptedException {
    try {
      receiver.deliver(batch(2), NO_PULSE);
      while (receiver.settled(NO_PULSE) == 0) {
        Thread.onSpinWait();
      }
      throw new AssertionError("settled");
    } catch (AwayException e) {
      // As it was to be.
    }
  }

  private static void awaitSettled(SyslogReceiver receiver) throws Exception {
    while (receiver.settled(NO_PULSE) == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatWasOnlyReadIsOpenAgainWhenTheReceiverIsGone() throws Exception {
    // Given
    AtomicInteger read = new AtomicInteger();
    CompletableFuture<Server> itself = new CompletableFuture<>();
    try (Server server =
            new Server(
                (number, socket) -> {
                  readOne(socket);
                  if (number >= 3 && read.incrementAndGet() == 5) {
                    itself.join().close();
                  }
                });
        SyslogReceiver receiver = receiver(server, LONG, SettleBy.CLOSE)) {
      itself.complete(server);
      for (int i = 0; i < 3; i++) {
        deliverInVain(receiver);
      }
      Batch batch = batch(20);

      // When
      assertThatThrownBy(() -> receiver.deliver(batch, NO_PULSE)).isInstanceOf(AwayException.class);

      // Then
      assertThat(read).hasValue(5);
      assertThat(batch.open()).hasSize(20);
    }
  }

  @Test
  void aProxyThatGivesUpEachConnectionProvesNothing() throws Exception {
    // Given
    try (Server server =
            new Server(
                (number, socket) -> {
                  if (number < 3) {
                    readOne(socket);
                    return;
                  }
                  CompletableFuture.runAsync(
                      () -> {
                        try {
                          socket.shutdownOutput();
                        } catch (IOException e) {
                          // Then it is over anyway.
                        }
                      },
                      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
                  readAll(socket);
                });
        SyslogReceiver receiver = receiver(server, Duration.ofSeconds(2), SettleBy.CLOSE)) {
      for (int i = 0; i < 3; i++) {
        deliverInVain(receiver);
      }
      Batch batch = batch(3);

      // When
      assertThatThrownBy(() -> receiver.deliver(batch, NO_PULSE)).isInstanceOf(AwayException.class);

      // Then
      assertThat(batch.open()).hasSize(3);
    }
  }

  @Test
  void messagesThatGoOneByOneAreSettledByAConnectionThatStands() throws Exception {
    // Given
    try (Server server = new Server((number, socket) -> readOne(socket));
        SyslogReceiver receiver = receiver(server, Duration.ofMillis(200), SettleBy.CLOSE)) {
      for (int i = 0; i < 3; i++) {
        deliverInVain(receiver);
      }
      Batch batch = batch(10);

      // When
      receiver.deliver(batch, NO_PULSE);

      // Then
      assertThat(batch.items()).allMatch(Item::isAnswered);
      assertThat(receiver.settled(NO_PULSE)).isEqualTo(1);
      assertThat(receiver.settled(NO_PULSE)).isZero();
    }
  }

  @Test
  void settlingByTimeTakesTwiceThatTimeForEachBatch() throws Exception {
    // Given
    Duration settle = Duration.ofMillis(200);
    try (Server server = new Server((number, socket) -> readAll(socket));
        SyslogReceiver receiver = receiver(server, settle, SettleBy.TIME)) {
      receiver.deliver(batch(1), NO_PULSE);
      awaitSettled(receiver);
      long from = System.nanoTime();

      // When
      receiver.deliver(batch(1), NO_PULSE);
      awaitSettled(receiver);

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - from))
          .isGreaterThanOrEqualTo(settle.multipliedBy(2));
    }
  }

  @Test
  void theEndOfAConnectionThatNothingWasSentOnIsNoOutage() throws Exception {
    // Given
    CompletableFuture<Void> enough = new CompletableFuture<>();
    try (Server server =
            new Server(
                (number, socket) -> {
                  if (number == 0) {
                    enough.join();
                  } else {
                    readAll(socket);
                  }
                });
        SyslogReceiver receiver = receiver(server, Duration.ofMillis(100), SettleBy.CLOSE)) {
      assertThat(receiver.settled(NO_PULSE)).isZero();
      assertThat(receiver.isThere()).isFalse();
      while (!receiver.isThere()) {
        Thread.onSpinWait();
      }

      // When
      enough.complete(null);
      while (server.connections.get() < 2) {
        assertThat(receiver.settled(NO_PULSE)).isZero();
      }

      // Then
      receiver.deliver(batch(1), NO_PULSE);
      awaitSettled(receiver);
    }
  }

  @Test
  void showsThatItIsAliveAtEachMessage() throws Exception {
    // Given
    AtomicInteger beats = new AtomicInteger();
    try (Server server = new Server((number, socket) -> readAll(socket));
        SyslogReceiver receiver = receiver(server, LONG, SettleBy.CLOSE)) {
      // When
      receiver.deliver(batch(10), beats::incrementAndGet);
    }

    // Then
    assertThat(beats).hasValueGreaterThanOrEqualTo(10);
  }

  @Test
  void whatAFormatFailsAtIsRefusedAndTheOthersGoOn() {
    // Given
    Format broken =
        (event, limit) -> {
          throw new ArrayIndexOutOfBoundsException("secret");
        };
    Item item = batch(1).items().getFirst();

    // When
    String text = item.text(broken, 8000);

    // Then
    assertThat(text).isNull();
    assertThat(item.isRefused()).isTrue();
    assertThat(item.reason()).isEqualTo("cannot be written: ArrayIndexOutOfBoundsException");
  }

  @Test
  void aReceiverThatStandsStillCannotHoldUpTheCloseOfTls(@TempDir Path directory) throws Exception {
    // Given
    Certificates certificates = Certificates.in(directory).with("good", "IP:127.0.0.1");
    Trust trust =
        new Trust(
            Optional.of(certificates.authority()),
            Optional.of(certificates.certificate("good")),
            Optional.of(certificates.key("good")),
            false);
    try (SSLServerSocket server =
        (SSLServerSocket) trust.context().getServerSocketFactory().createServerSocket()) {
      server.setReceiveBufferSize(8 * 1024);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.ofVirtual().start(() -> acceptAndStandStill(server));
      SyslogSettings settings =
          settings(
              server.getLocalPort(),
              Optional.of(trust),
              Duration.ofSeconds(1),
              SettleBy.CLOSE,
              Duration.ofSeconds(2));
      int some = untilStuck(SyslogConnection.open(settings, Optional.of(trust.context())));
      SyslogConnection full = SyslogConnection.open(settings, Optional.of(trust.context()));

      // When, Then
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < some; i++) {
                  full.write(new byte[100], NO_PULSE);
                  full.flush();
                }
                full.closeOrderly(NO_PULSE);
              })
          .isInstanceOf(AwayException.class);
    }
  }

  private static void acceptAndStandStill(SSLServerSocket server) {
    List<SSLSocket> held = new ArrayList<>();
    try {
      while (true) {
        SSLSocket socket = (SSLSocket) server.accept();
        held.add(socket);
        socket.startHandshake();
      }
    } catch (IOException e) {
      held.forEach(
          socket -> {
            try {
              socket.close();
            } catch (IOException alreadyGone) {
              // It is over.
            }
          });
    }
  }

  /** How many messages it takes, each at once, until it takes no more. */
  private static int untilStuck(SyslogConnection connection) {
    int some = 0;
    try {
      while (true) {
        connection.write(new byte[100], NO_PULSE);
        connection.flush();
        some++;
      }
    } catch (AwayException e) {
      return some;
    }
  }
}
