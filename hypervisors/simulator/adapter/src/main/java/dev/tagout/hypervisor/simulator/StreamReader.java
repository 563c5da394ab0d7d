package dev.tagout.hypervisor.simulator;

import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One connection to the stream. Fetches a line only when the one before was taken, so that who
 * takes slowly is felt by the simulator.
 */
final class StreamReader implements AutoCloseable {
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Lines lines = new Lines();
  private final CompletableFuture<HttpResponse<Void>> exchange;
  private final Duration silence;

  /**
   * Begins to connect, and does not wait for it.
   *
   * @param listEvery how often the simulator is to list again what is there
   * @param silence how long nothing may be heard before the connection counts as lost
   */
  StreamReader(Endpoint endpoint, Duration listEvery, Duration silence) {
    this.silence = silence;
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.at("/v1/stream?listEvery=" + listEvery))
            .header("Accept", "application/x-ndjson, application/problem+json")
            .build();
    exchange =
        endpoint
            .client()
            .sendAsync(
                request,
                response ->
                    response.statusCode() == 200
                        ? BodySubscribers.fromLineSubscriber(
                            lines, ended -> null, StandardCharsets.UTF_8, "\n")
                        : BodySubscribers.replacing(null));
    exchange.whenComplete((response, e) -> signals.add(new Signal.End(reason(response, e))));
  }

  /**
   * Waits for the next line.
   *
   * @throws StreamLost when there is none
   */
  String next() throws StreamLost, InterruptedException {
    Signal signal = signals.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
    if (signal == null) {
      throw new StreamLost("nothing was heard for " + silence.toMillis() + " ms");
    }
    return switch (signal) {
      case Signal.Line line -> {
        lines.subscription.request(1);
        yield line.text();
      }
      case Signal.End end -> throw new StreamLost(end.reason());
    };
  }

  /** Breaks the connection. */
  @Override
  public void close() {
    exchange.cancel(true);
    if (lines.subscription != null) {
      lines.subscription.cancel();
    }
  }

  private static String reason(HttpResponse<Void> response, Throwable e) {
    if (e == null) {
      return response.statusCode() == 200
          ? "the simulator closed the stream"
          : "the simulator answered with status " + response.statusCode();
    }
    Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (cause instanceof ConnectException) {
      return "the simulator cannot be reached";
    }
    return "the connection broke: "
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  private sealed interface Signal {
    record Line(String text) implements Signal {}

    record End(String reason) implements Signal {}
  }

  private final class Lines implements Flow.Subscriber<String> {
    private volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(1);
    }

    @Override
    public void onNext(String line) {
      signals.add(new Signal.Line(line));
    }

    @Override
    public void onError(Throwable e) {
      // the exchange ends with it
    }

    @Override
    public void onComplete() {
      // the exchange ends with it
    }
  }
}
