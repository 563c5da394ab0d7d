package dev.tagout.lab.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** Takes what Splunk and Elasticsearch take, counts it, and keeps nothing. */
final class HttpSink implements AutoCloseable {
  private final HttpServer server;
  private final AtomicLong taken = new AtomicLong();

  HttpSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/services/collector/event", exchange -> answer(exchange, false));
    server.createContext("/logs-tagout.findings-default/_bulk", exchange -> answer(exchange, true));
    server.start();
  }

  private void answer(HttpExchange exchange, boolean bulk) throws IOException {
    try (exchange) {
      int lines = 0;
      try (InputStream in = new GZIPInputStream(exchange.getRequestBody(), 1 << 16)) {
        byte[] some = new byte[1 << 16];
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
          for (int i = 0; i < n; i++) {
            if (some[i] == '\n') {
              lines++;
            }
          }
        }
      }
      int findings = bulk ? lines / 2 : lines;
      String body =
          bulk
              ? "{\"errors\":false,\"items\":["
                  + String.join(
                      ",", java.util.Collections.nCopies(findings, "{\"create\":{\"status\":201}}"))
                  + "]}"
              : "{\"text\":\"Success\",\"code\":0}";
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      taken.addAndGet(findings);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  long taken() {
    return taken.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
