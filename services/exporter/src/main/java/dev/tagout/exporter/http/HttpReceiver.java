package dev.tagout.exporter.http;

import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.receiver.Receiver;
import dev.tagout.exporter.tls.Failure;
import dev.tagout.exporter.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Posts findings, over HTTP/1.1 with connections that are kept. An answer settles what it accepts.
 * What a status means is the same for all: 2xx is taken; 400, 413 and 422 are about what was sent,
 * which is halved until the finding is found that is meant; everything else, credentials and paths
 * that are wrong included, is waited out.
 */
public final class HttpReceiver implements Receiver {
  private static final Duration PULSE = Duration.ofMillis(250);

  /** Of an answer; that of a bulk request of 500 is about 100 KB. */
  private static final int LONGEST_ANSWER = 8 * 1024 * 1024;

  private final HttpSettings settings;
  private final Dialect dialect;
  private HttpClient client;
  private int delivered;

  public HttpReceiver(HttpSettings settings, Dialect dialect) {
    this.settings = settings;
    this.dialect = dialect;
  }

  private record Entry(Item item, byte[] bytes) {}

  @Override
  public void deliver(Batch batch, Pulse pulse) throws AwayException, InterruptedException {
    List<Entry> entries = new ArrayList<>();
    int size = 0;
    for (Item item : batch.open()) {
      byte[] bytes = dialect.entry(item, settings.maxBytes());
      if (bytes == null) {
        continue;
      }
      if (!entries.isEmpty()
          && (entries.size() == settings.batchEvents()
              || size + bytes.length > settings.batchBytes())) {
        send(entries, pulse);
        entries.clear();
        size = 0;
      }
      entries.add(new Entry(item, bytes));
      size += bytes.length;
    }
    if (!entries.isEmpty()) {
      send(entries, pulse);
    }
    delivered++;
  }

  private void send(List<Entry> entries, Pulse pulse) throws AwayException, InterruptedException {
    HttpResponse<byte[]> response = post(entries, pulse);
    int status = response.statusCode();
    List<Item> items = entries.stream().map(Entry::item).toList();
    if (status / 100 == 2) {
      dialect.taken(items, response.body());
    } else if (status == 400 || status == 413 || status == 422) {
      String reason = dialect.rejected(items, status, response.body());
      apart(entries.stream().filter(entry -> entry.item().isOpen()).toList(), reason, pulse);
    } else {
      throw new AwayException(
          "%s answers %d%s".formatted(settings.where(), status, words(status, response.body())),
          retryAfter(response),
          null);
    }
  }

  private void apart(List<Entry> entries, String reason, Pulse pulse)
      throws AwayException, InterruptedException {
    if (entries.size() == 1) {
      entries.getFirst().item().refused(reason);
    } else if (!entries.isEmpty()) {
      int half = entries.size() / 2;
      send(entries.subList(0, half), pulse);
      send(entries.subList(half, entries.size()), pulse);
    }
  }

  private HttpResponse<byte[]> post(List<Entry> entries, Pulse pulse)
      throws AwayException, InterruptedException {
    byte[] body = body(entries);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url()).header("User-Agent", "tagout-exporter");
    dialect.describe(request, body);
    if (settings.gzip()) {
      request.header("Content-Encoding", "gzip");
      body = gzip(body);
    }
    request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request.build(), info -> new BoundedBody(LONGEST_ANSWER));
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    try {
      while (true) {
        try {
          return answer.get(PULSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (System.nanoTime() > deadline) {
            forgetClient();
            throw new AwayException(
                settings.where() + " does not answer within " + settings.timeout(), e);
          }
          pulse.beat();
        }
      }
    } catch (ExecutionException e) {
      forgetClient();
      throw new AwayException(Failure.of(e.getCause(), settings.where()), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static byte[] body(List<Entry> entries) {
    byte[] body = new byte[entries.stream().mapToInt(entry -> entry.bytes().length).sum()];
    int at = 0;
    for (Entry entry : entries) {
      System.arraycopy(entry.bytes(), 0, body, at, entry.bytes().length);
      at += entry.bytes().length;
    }
    return body;
  }

  /** Fast: findings resemble each other so much that little is gained by more effort. */
  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (OutputStream out =
        new GZIPOutputStream(bytes, 8192) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private HttpClient client() throws AwayException {
    if (client == null) {
      try {
        client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .sslContext(settings.trust().context())
                .build();
      } catch (Trust.UnusableException e) {
        throw new AwayException(e.getMessage(), e);
      }
    }
    return client;
  }

  /** Certificates that somebody puts right count without a restart. */
  private void forgetClient() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }

  private static String words(int status, byte[] answer) {
    String meaning =
        switch (status) {
          case 401, 403 -> ", our credentials are not accepted";
          case 404, 405 -> ", there is no such interface at this path";
          case 429 -> ", it asks for less";
          case 503 -> ", it is busy";
          default -> status / 100 == 3 ? ", which sends us elsewhere: give the address itself" : "";
        };
    String said = Answer.text(answer);
    return meaning + (said.isEmpty() ? "" : ": " + said);
  }

  /** RFC 9110 §10.2.3: seconds, or a date. */
  static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(value -> retryAfter(value.strip(), Instant.now()));
  }

  static Optional<Duration> retryAfter(String value, Instant now) {
    try {
      if (value.chars().allMatch(c -> c >= '0' && c <= '9') && !value.isEmpty()) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      Instant until =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant();
      return Optional.of(Duration.between(now, until)).filter(Duration::isPositive);
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public int settled(Pulse pulse) {
    int settled = delivered;
    delivered = 0;
    return settled;
  }

  @Override
  public int finish() {
    return settled(() -> {});
  }

  @Override
  public void close() {
    forgetClient();
  }
}
