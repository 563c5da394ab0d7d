package dev.tagout.lab.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether a service would be left running by whoever asks for its liveness. */
final class Liveness {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Liveness() {}

  /** True as well when there is no answer: that alone is no reason to start it again. */
  static boolean of(URI service) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return http.send(
                  HttpRequest.newBuilder(service.resolve("/q/health/live"))
                      .timeout(PATIENCE)
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          != 503;
    } catch (IOException e) {
      return true;
    }
  }
}
