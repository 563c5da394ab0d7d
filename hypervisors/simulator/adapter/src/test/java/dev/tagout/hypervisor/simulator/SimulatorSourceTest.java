package dev.tagout.hypervisor.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The source against a simulator that says one thing and then falls silent. */
class SimulatorSourceTest {
  private static final String LISTING =
      """
      {"line":"listing","listedAt":"2026-01-02T03:04:05Z","hosts":[\
      {"id":"simulator:host-a","name":"host-a","vms":[]}]}
      """;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile String says = LISTING;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/v1/stream",
        exchange -> {
          connections.incrementAndGet();
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(says.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void fallSilent() {
    end.countDown();
    server.stop(0);
    threads.close();
  }

  @Test
  void connectsAnewWhenNothingIsHeard() {
    // Given
    RecordingSink sink = new RecordingSink();
    try (SimulatorSource source = source(Duration.ofMillis(200))) {

      // When
      source.start(sink);

      // Then
      await("the second listing")
          .untilAsserted(
              () ->
                  assertThat(sink.told())
                      .startsWith(
                          "HOST_CONNECTED simulator:host-a",
                          "HOST_DISCONNECTED simulator:host-a",
                          "HOST_CONNECTED simulator:host-a"));
    }
  }

  @Test
  void connectsAnewWhenALineMakesNoSense() {
    // Given
    says = LISTING + "{\"line\":\"heartbeat\"}\n";
    RecordingSink sink = new RecordingSink();
    try (SimulatorSource source = source(Duration.ofMinutes(1))) {

      // When
      source.start(sink);

      // Then
      await("a second connection").until(() -> connections.get() > 1);
      assertThat(sink.states)
          .anySatisfy(
              state ->
                  assertThat(state)
                      .isInstanceOfSatisfying(
                          ConnectionState.Disconnected.class,
                          lost -> assertThat(lost.reason()).contains("time: is required")));
    }
  }

  @Test
  void listsAgainWhenAnEventWasNotTaken() {
    // Given
    AtomicBoolean takes = new AtomicBoolean();
    RecordingSink taken = new RecordingSink();
    LifecycleSink sink =
        new LifecycleSink() {
          @Override
          public void accept(TagoutEvent event) {
            if (!takes.getAndSet(true)) {
              throw new IllegalStateException("not now");
            }
            taken.accept(event);
          }

          @Override
          public void connection(ConnectionState state) {}
        };
    try (SimulatorSource source = source(Duration.ofMinutes(1))) {

      // When
      source.start(sink);

      // Then
      await("the listing after the one that was not taken")
          .until(() -> taken.told().contains("HOST_CONNECTED simulator:host-a"));
    }
  }

  @Test
  void tellsNothingAfterItIsClosed() throws Exception {
    // Given
    CountDownLatch inSink = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    LifecycleSink sink =
        new LifecycleSink() {
          @Override
          public void accept(TagoutEvent event) throws InterruptedException {
            inSink.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.set(true);
              throw e;
            }
          }

          @Override
          public void connection(ConnectionState state) {}
        };
    SimulatorSource source = source(Duration.ofMinutes(1));
    source.start(sink);
    inSink.await();

    // When
    source.close();

    // Then
    assertThat(interrupted).isTrue();
    assertThatThrownBy(() -> source.start(sink)).isInstanceOf(IllegalStateException.class);
  }

  private SimulatorSource source(Duration silence) {
    String uri = "http://127.0.0.1:" + server.getAddress().getPort();
    return new SimulatorSource(
        "lab",
        Endpoint.of(new HypervisorSettings("lab", "simulator", uri, Map.of())),
        Duration.ofSeconds(30),
        silence);
  }
}
