package dev.tagout.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagout.contracts.json.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A gate that answers as a test says, and keeps what it was asked. Admits until told otherwise. */
public final class FakeGate implements QuarkusTestResourceLifecycleManager {
  private final List<JsonNode> reviews = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Answer answer;
  private HttpServer server;

  /** Answers one review; one that returns without an answer breaks the connection. */
  @FunctionalInterface
  public interface Answer {
    void to(JsonNode review, HttpExchange exchange) throws IOException, InterruptedException;
  }

  @Override
  public Map<String, String> start() {
    return Map.of(
        "tagout.simulator.stream-buffer", "1000",
        "tagout.simulator.gate", open().toString(),
        "tagout.simulator.deadline", "2s",
        "tagout.simulator.heartbeat", "200ms",
        "tagout.simulator.late-by", "500ms",
        "tagout.simulator.shuffle-window", "1h");
  }

  @Override
  public void stop() {
    close();
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(FakeGate.class));
  }

  /** Begins to listen; the URL is the gate's base. */
  public URI open() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/reviews", this::review);
    server.start();
    answers(admitted());
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Forgets what it was asked, and answers so from now on. */
  public void answers(Answer answer) {
    this.answer = answer;
    reviews.clear();
  }

  /** What it was asked since {@link #answers}. */
  public List<JsonNode> reviews() {
    return reviews;
  }

  public static Answer admitted() {
    return json(200, "{\"admitted\":true,\"outcome\":\"ALLOWED\",\"message\":\"allowed\"}");
  }

  public static Answer denied(String message) {
    return json(
        200,
        "{\"admitted\":false,\"outcome\":\"DENIED\",\"decisionId\":\"d-1\",\"message\":\"%s\"}"
            .formatted(message));
  }

  public static Answer json(int status, String body) {
    return (review, exchange) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  public static Answer brokenOff() {
    return (review, exchange) -> {};
  }

  /** That answer, not before the latch is open. */
  public static Answer held(CountDownLatch latch, Answer answer) {
    return (review, exchange) -> {
      latch.await();
      answer.to(review, exchange);
    };
  }

  private void review(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode review = Json.tree(exchange.getRequestBody().readAllBytes());
      reviews.add(review);
      answer.to(review, exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
