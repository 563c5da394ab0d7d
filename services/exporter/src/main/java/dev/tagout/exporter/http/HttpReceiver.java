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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * What a status means is the same for all: 2xx is taken; 400, 413 and 422 may be about what was
 * sent, which is halved until the finding is found that is meant; everything else, credentials and
 * paths that are wrong included, is waited out.
 */
public final class HttpReceiver implements Receiver {
  private static final Duration PULSE = Duration.ofMillis(250);

  /** Of an answer; that of a bulk request of 500 is about 100 KB. */
  private static final int LONGEST_ANSWER = 8 * 1024 * 1024;

  /** Findings that may be refused one after the other while none is taken. */
  private static final int MOST_DOUBTED = 10;

  private final HttpSettings settings;
  private final Dialect dialect;
  private HttpClient client;
  private int delivered;

  /** Of which nobody knows whether the receiver minds them, or us. */
  private final List<Entry> doubted = new ArrayList<>();

  /** Null before any was. */
  private Entry takenLast;

  public HttpReceiver(HttpSettings settings, Dialect dialect) {
    this.settings = settings;
    this.dialect = dialect;
  }

  private record Entry(Item item, byte[] bytes) {}

  @Override
  public void deliver(Batch batch, Pulse pulse) throws AwayException, InterruptedException {
    doubted.clear();
    try {
      handOver(batch, pulse);
    } catch (AwayException e) {
      // Certificates that somebody puts right count at the next attempt.
      forgetClient();
      throw e;
    }
    delivered++;
  }

  private void handOver(Batch batch, Pulse pulse) throws AwayException, InterruptedException {
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
    for (Entry entry : doubted) {
      judge(entry, pulse);
    }
  }

  /** Until each is delivered, refused or doubted. */
  private void send(List<Entry> entries, Pulse pulse) throws AwayException, InterruptedException {
    Deque<List<Entry>> waiting = new ArrayDeque<>();
    waiting.push(List.copyOf(entries));
    while (!waiting.isEmpty()) {
      List<Entry> sent = waiting.pop();
      Optional<Dialect.Rejection> rejection = attempt(sent, pulse);
      List<Entry> open = sent.stream().filter(entry -> entry.item().isOpen()).toList();
      if (rejection.isEmpty() || open.isEmpty()) {
        continue;
      }
      if (sent.size() == 1) {
        refuse(sent.getFirst(), rejection.get(), pulse);
      } else if (open.size() < sent.size()) {
        // The reason was one of the others.
        waiting.push(open);
      } else {
        waiting.push(open.subList(open.size() / 2, open.size()));
        waiting.push(open.subList(0, open.size() / 2));
      }
    }
  }

  /** Sends once; there is a rejection when the answer is about what was sent. */
  private Optional<Dialect.Rejection> attempt(List<Entry> entries, Pulse pulse)
      throws AwayException, InterruptedException {
    HttpResponse<byte[]> response = post(entries, pulse);
    Answer answer = new Answer(response.statusCode(), response.body(), response.request());
    List<Item> items = entries.stream().map(Entry::item).toList();
    if (answer.isTaken()) {
      dialect.taken(items, answer);
      takenLast = entries.getLast();
      return Optional.empty();
    }
    return switch (answer.status()) {
      case 400, 413, 422 -> Optional.of(dialect.rejected(items, answer));
      default ->
          throw new AwayException(
              settings.where() + " answers " + answer.meaning(), retryAfter(response), null);
    };
  }

  private void refuse(Entry entry, Dialect.Rejection rejection, Pulse pulse)
      throws AwayException, InterruptedException {
    if (!rejection.doubtful()) {
      entry.item().refused(rejection.reason());
    } else if (takenLast != null) {
      judge(entry, pulse);
    } else {
      doubted.add(entry);
      if (doubted.size() == MOST_DOUBTED) {
        throw takesNothing(rejection.reason());
      }
    }
  }

  /**
   * Whether it is about the finding. When one that was taken before is taken still, and this one is
   * not, it is.
   */
  private void judge(Entry entry, Pulse pulse) throws AwayException, InterruptedException {
    if (takenLast != null) {
      Optional<Dialect.Rejection> ofAnother = attempt(List.of(takenLast), pulse);
      if (ofAnother.isPresent()) {
        throw takesNothing(ofAnother.get().reason());
      }
    }
    Optional<Dialect.Rejection> rejection = attempt(List.of(entry), pulse);
    if (rejection.isPresent()) {
      if (takenLast == null) {
        throw takesNothing(rejection.get().reason());
      }
      entry.item().refused(rejection.get().reason());
    }
  }

  private static AwayException takesNothing(String reason) {
    return new AwayException(reason + " (and takes no other finding either)");
  }

  private HttpResponse<byte[]> post(List<Entry> entries, Pulse pulse)
      throws AwayException, InterruptedException {
    // Many requests that are answered at once take long, too.
    pulse.beat();
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
            throw new AwayException(
                settings.where() + " does not answer within " + settings.timeout(), e);
          }
          pulse.beat();
        }
      }
    } catch (ExecutionException e) {
      throw new AwayException(
          Failure.of(e.getCause(), Failure.Place.ofUrl(settings.where())), e.getCause());
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

  private void forgetClient() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
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
