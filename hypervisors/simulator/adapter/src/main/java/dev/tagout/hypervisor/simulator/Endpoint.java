package dev.tagout.hypervisor.simulator;

import dev.tagout.hypervisor.HypervisorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** Where the simulator is, and the connections to it. */
final class Endpoint implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private Endpoint(String base) {
    this.base = base;
  }

  /**
   * @throws IllegalArgumentException that names the setting which is wrong
   */
  static Endpoint of(HypervisorSettings settings) {
    settings.properties().keySet().stream()
        .sorted()
        .findFirst()
        .ifPresent(
            property -> {
              throw new IllegalArgumentException(property + " is no setting of a simulator");
            });
    return new Endpoint(base(settings.uri()));
  }

  private static String base(String uri) {
    if (uri == null) {
      throw new IllegalArgumentException("uri is required: the simulator's base URL");
    }
    URI parsed;
    try {
      parsed = URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("uri is not a URL: " + uri, e);
    }
    boolean http =
        "http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme());
    if (!http || parsed.getHost() == null) {
      throw new IllegalArgumentException(
          "uri must be a base URL such as http://127.0.0.1:8090, not " + uri);
    }
    return uri.replaceAll("/+$", "");
  }

  URI at(String path) {
    return URI.create(base + path);
  }

  HttpClient client() {
    return client;
  }

  /** Breaks off whatever is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
