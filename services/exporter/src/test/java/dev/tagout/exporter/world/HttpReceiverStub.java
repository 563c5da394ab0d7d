package dev.tagout.exporter.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A real HTTP server, which answers as a test says, and remembers what it was asked. */
public final class HttpReceiverStub implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final Deque<Function<Request, Answer>> next = new ConcurrentLinkedDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Function<Request, Answer> usual;

  /**
   * @param usual how it answers when it has no other orders
   */
  public HttpReceiverStub(Function<Request, Answer> usual) {
    this(usual, null);
  }

  /**
   * The same over TLS; clients may show a certificate.
   *
   * @param tls who it is; null for plain HTTP
   */
  public HttpReceiverStub(Function<Request, Answer> usual, SSLContext tls) {
    this.usual = usual;
    this.scheme = tls == null ? "http" : "https";
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      if (tls == null) {
        server = HttpServer.create(anywhere, 50);
      } else {
        HttpsServer https = HttpsServer.create(anywhere, 50);
        https.setHttpsConfigurator(
            new HttpsConfigurator(tls) {
              @Override
              public void configure(HttpsParameters of) {
                SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
                parameters.setWantClientAuth(true);
                of.setSSLParameters(parameters);
              }
            });
        server = https;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * What was asked; the body is no longer compressed.
   *
   * @param client whom its certificate names; empty without
   */
  public record Request(
      String path, Map<String, List<String>> headers, byte[] body, long nanos, String client) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public List<String> lines() {
      return text().lines().toList();
    }
  }

  /**
   * An answer.
   *
   * @param status negative to break the connection instead
   */
  public record Answer(int status, String body, Map<String, String> headers) {
    public static Answer of(int status, String body) {
      return new Answer(status, body, Map.of());
    }

    public static Answer broken() {
      return of(-1, "");
    }
  }

  /** Answers so once, before everything else. */
  public HttpReceiverStub then(Function<Request, Answer> answer) {
    next.add(answer);
    return this;
  }

  /** The same, whatever is asked. */
  public HttpReceiverStub then(Answer answer) {
    return then(request -> answer);
  }

  public List<Request> requests() {
    return requests;
  }

  public String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String client(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange https
          ? https.getSSLSession().getPeerPrincipal().getName()
          : "";
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
          body = in.readAllBytes();
        }
      }
      Request request =
          new Request(
              exchange.getRequestURI().getPath(),
              Map.copyOf(exchange.getRequestHeaders()),
              body,
              System.nanoTime(),
              client(exchange));
      requests.add(request);
      Function<Request, Answer> order = next.poll();
      Answer answer = (order == null ? usual : order).apply(request);
      if (answer.status() < 0) {
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
