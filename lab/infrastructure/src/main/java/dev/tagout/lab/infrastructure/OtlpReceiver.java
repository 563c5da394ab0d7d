package dev.tagout.lab.infrastructure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Takes the spans of the service under test as a collector does, by OTLP/HTTP with protobuf
 * (opentelemetry-proto 1.9.0, {@code trace.proto}), and shows them to the test: over HTTP, as test
 * and service may have this class from different class loaders.
 */
public final class OtlpReceiver implements QuarkusTestResourceLifecycleManager {
  /** What tells the service where to send spans. */
  public static final String ENDPOINT = "tagout.otlp.endpoint";

  private final List<Span> received = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /**
   * A span as it came; ids in hexadecimal digits.
   *
   * @param parentId empty when it has none
   */
  public record Span(String traceId, String spanId, String parentId, String name) {
    static Span of(String line) {
      String[] parts = line.split("\t", 4);
      return new Span(parts[0], parts[1], parts[2], parts[3]);
    }

    @Override
    public String toString() {
      return String.join("\t", traceId, spanId, parentId, name);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.createContext("/received", this::show);
    server.start();
    return Map.of(
        ENDPOINT,
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "quarkus.otel.bsp.schedule.delay",
        "100ms");
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** The spans of one trace that the receiver at this endpoint has by now. */
  public static List<Span> spans(String endpoint, String traceId) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(endpoint + "/received")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .map(Span::of)
          .filter(span -> span.traceId().equals(traceId))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      // ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans
      fields(
          ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()),
          (field, resource) -> within(field, 1, resource, 2, scope -> within(scope, 2, this::add)));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private interface Message {
    void read(ByteBuffer content);
  }

  private static void within(int field, int wanted, ByteBuffer in, int inner, Message message) {
    if (field == wanted) {
      within(in, inner, message);
    }
  }

  private static void within(ByteBuffer in, int inner, Message message) {
    fields(
        in,
        (field, content) -> {
          if (field == inner) {
            message.read(content);
          }
        });
  }

  private void add(ByteBuffer span) {
    String[] parts = {"", "", "", "", "", ""};
    fields(
        span,
        (field, content) -> {
          if (field <= 5) {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            parts[field] =
                field == 5
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : HexFormat.of().formatHex(bytes);
          }
        });
    received.add(new Span(parts[1], parts[2], parts[4], parts[5]));
  }

  /** Each field of a protobuf message that has a length; the others are skipped. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> field) {
    ByteBuffer in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) (tag & 7)) {
        case 0 -> varint(in);
        case 1 -> in.position(in.position() + 8);
        case 2 -> {
          int length = (int) varint(in);
          field.accept((int) (tag >>> 3), in.slice(in.position(), length));
          in.position(in.position() + length);
        }
        case 5 -> in.position(in.position() + 4);
        default -> throw new IllegalArgumentException("no protobuf: tag " + tag);
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    try (exchange) {
      StringBuilder lines = new StringBuilder();
      received.forEach(span -> lines.append(span).append('\n'));
      byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
