package dev.tagout.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers as policy-evaluation would, from what it was told. It listens on a port of its own and
 * remembers what it was asked.
 */
public final class StandIn implements AutoCloseable {
  /** What it was asked; {@code path} has the query. */
  public record Request(
      String method, String path, String mediaType, String authorization, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private record Reply(int status, String mediaType, String body) {}

  private final HttpServer server;
  private final Map<String, Reply> replies = new LinkedHashMap<>();
  private final List<Request> requests = new ArrayList<>();

  public StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A request such as {@code GET /v1/vms/libvirt:a}, with its query where that matters. */
  public StandIn answers(String request, int status, String json) {
    replies.put(
        request,
        new Reply(status, status < 400 ? "application/json" : "application/problem+json", json));
    return this;
  }

  public StandIn answers(String request, String json) {
    return answers(request, 200, json);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public Request last() {
    return requests().getLast();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      String path =
          uri.getPath() + Optional.ofNullable(uri.getQuery()).map(q -> "?" + q).orElse("");
      synchronized (this) {
        requests.add(
            new Request(
                exchange.getRequestMethod(),
                path,
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestBody().readAllBytes()));
      }
      String method = exchange.getRequestMethod() + " ";
      Reply reply =
          replies.getOrDefault(
              method + path,
              replies.getOrDefault(
                  method + uri.getPath(),
                  new Reply(
                      404,
                      "application/problem+json",
                      "{\"title\":\"Not found\",\"status\":404,\"code\":\"not-found\",\"detail\":\"there is"
                          + " no such thing\"}")));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.mediaType());
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
