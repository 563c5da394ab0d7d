package dev.tagout.remediation.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Answers {@code GET /v1/vms/{id}/verdict} as a test says, and can be away. */
final class FakePolicyEvaluation {
  private final Map<VmId, byte[]> verdicts = new ConcurrentHashMap<>();
  private final InetSocketAddress address;
  private final AtomicReference<Runnable> beforeAnswer = new AtomicReference<>(() -> {});
  private HttpServer server;

  FakePolicyEvaluation(URI url) {
    address = new InetSocketAddress(url.getHost(), url.getPort());
  }

  void says(Decision verdict) {
    verdicts.put(verdict.vm().id(), Json.bytes(verdict));
  }

  /**
   * Once, when it knows what it will answer, and has not said so yet.
   *
   * @return completes when that is done, or says why it could not be
   */
  CompletableFuture<Void> beforeAnswer(Runnable what) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ClassLoader ours = Thread.currentThread().getContextClassLoader();
    beforeAnswer.set(
        () -> {
          // The server's threads know nothing of the test's classes, which Kafka's client looks
          // for.
          Thread.currentThread().setContextClassLoader(ours);
          try {
            what.run();
            done.complete(null);
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  void comes() {
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/vms/", this::answer);
    server.start();
  }

  void goes() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    byte[] verdict = verdicts.get(new VmId(path[3]));
    beforeAnswer.getAndSet(() -> {}).run();
    if (verdict == null) {
      respond(exchange, 404, Json.bytes(Problem.of(404, "not-found", "Not found", "no such VM")));
    } else {
      respond(exchange, 200, verdict);
    }
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
