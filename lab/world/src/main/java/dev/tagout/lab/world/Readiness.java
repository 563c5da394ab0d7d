package dev.tagout.lab.world;

import dev.tagout.lab.infrastructure.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits until a service says that it is ready. */
final class Readiness {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration IMPATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Progress progress;

  Readiness(Progress progress) {
    this.progress = progress;
  }

  /**
   * Comes back when it is ready, or has ended.
   *
   * @throws WorldException when it is not ready in time
   */
  void await(ChildProcess service, URI url) {
    var started = System.nanoTime();
    var nextWord = IMPATIENCE;
    try {
      while (service.isAlive() && !isReady(url.resolve("/q/health/ready"))) {
        var waited = Duration.ofNanos(System.nanoTime() - started);
        if (waited.compareTo(PATIENCE) > 0) {
          throw new WorldException(
              "%s is not ready after %d s".formatted(service.name(), waited.toSeconds()), service);
        }
        if (waited.compareTo(nextWord) > 0) {
          progress.say("waiting for %s, %d s so far".formatted(service.name(), waited.toSeconds()));
          nextWord = waited.plus(IMPATIENCE);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorldException("Interrupted while waiting for " + service.name(), e);
    }
  }

  private boolean isReady(URI url) throws InterruptedException {
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
