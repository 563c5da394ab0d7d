package dev.tagout.policy;

import dev.tagout.lab.infrastructure.Port;
import dev.tagout.policy.evaluation.HttpOpaServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real OPA server as a child process: that of the variable OPA, else the one on the PATH. */
public final class OpaProcess implements AutoCloseable {
  private static OpaProcess shared;

  private final int port;
  private Process process;

  private OpaProcess(int port) {
    this.port = port;
  }

  /** One for all tests that do not stop it. */
  public static synchronized OpaProcess shared() {
    if (shared == null) {
      shared = started();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** A fresh one, that knows no policies. */
  public static OpaProcess started() {
    OpaProcess opa = new OpaProcess(Port.free());
    opa.start();
    return opa;
  }

  /** Starts it, at the same address as before. */
  public void start() {
    try {
      process =
          new ProcessBuilder(
                  program(),
                  "run",
                  "--server",
                  "--addr",
                  "127.0.0.1:" + port,
                  "--log-level",
                  "error",
                  "--skip-version-check")
              .inheritIO()
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("opa cannot run", e);
    }
    Awaitility.await("OPA listens").atMost(Duration.ofSeconds(30)).until(this::isHealthy);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client for tests that run outside of Quarkus. */
  public HttpOpaServer client() {
    return new HttpOpaServer(url());
  }

  /** Ends it at once, and with it everything that it knew. */
  public void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }

  static String program() {
    return Optional.ofNullable(System.getenv("OPA")).orElse("opa");
  }

  private boolean isHealthy() throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(
                  HttpRequest.newBuilder(url().resolve("/health")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
