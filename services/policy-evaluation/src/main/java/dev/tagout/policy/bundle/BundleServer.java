package dev.tagout.policy.bundle;

import dev.tagout.platform.log.LogKey;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A server of bundles, as OPA itself would ask it: GET with {@code If-None-Match} (OPA's
 * documentation, "Bundle Service API"). What it offers is news when its revision is not the one
 * that it offered last, to whichever replica.
 */
@ApplicationScoped
class BundleServer implements BundleSources.Source {
  private static final Logger LOG = Logger.getLogger(BundleServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final URI url;
  private final Duration every;
  private final Optional<Path> tokenFile;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private long askedAt;
  private boolean asked;
  private String etag;
  private String answered;
  private String offered;
  private String complaint = "";

  @Inject
  BundleServer(Database database, PolicyConfig config) {
    this(database, config.bundleUrl().orElse(null), config.bundleEvery(), config.bundleTokenFile());
  }

  /**
   * @param every how often it is asked at most
   */
  BundleServer(Database database, URI url, Duration every, Optional<Path> tokenFile) {
    this.database = database;
    this.url = url;
    this.every = every;
    this.tokenFile = tokenFile;
  }

  @Override
  public String name() {
    return String.valueOf(url);
  }

  @Override
  public Optional<byte[]> news() {
    if (asked && System.nanoTime() - askedAt < every.toNanos()) {
      return Optional.empty();
    }
    asked = true;
    askedAt = System.nanoTime();
    try {
      HttpResponse<InputStream> response =
          client.send(request(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        complaint = "";
        return switch (response.statusCode()) {
          case 200 -> offered(body, response.headers().firstValue("ETag").orElse(null));
          case 304 -> Optional.empty();
          default -> {
            complain("answered " + response.statusCode());
            yield Optional.empty();
          }
        };
      }
    } catch (IOException e) {
      complain("cannot be reached: " + e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void dealtWith() {
    database.call(
        on ->
            on.update(
                "INSERT INTO bundle_source (source, revision) VALUES (?, ?) ON CONFLICT (source)"
                    + " DO UPDATE SET revision = excluded.revision",
                name(),
                offered));
    etag = answered;
  }

  private HttpRequest request() throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(PATIENCE).header("Accept", "application/gzip");
    if (etag != null) {
      request.header("If-None-Match", etag);
    }
    if (tokenFile.isPresent()) {
      request.header("Authorization", "Bearer " + Files.readString(tokenFile.get()).strip());
    }
    return request.build();
  }

  private Optional<byte[]> offered(InputStream body, String tag) throws IOException {
    byte[] archive = body.readNBytes(BundleArchive.MAX_BYTES + 1);
    answered = tag;
    offered = revision(archive);
    if (offered.equals(lastOffered().orElse(null))) {
      etag = answered;
      return Optional.empty();
    }
    return Optional.of(archive);
  }

  /** Of one that is no bundle, its size: it is refused anyway, and once is enough. */
  private static String revision(byte[] archive) {
    try {
      return Bundle.read(archive).revision();
    } catch (RuntimeException e) {
      return "none of " + archive.length + " bytes";
    }
  }

  private Optional<String> lastOffered() {
    return database.call(
        on ->
            on.first(
                "SELECT revision FROM bundle_source WHERE source = ?",
                row -> row.getString(1),
                name()));
  }

  private void complain(String what) {
    if (!what.equals(complaint)) {
      LOG.warnf("server of bundles %s: %s", LogKey.SOURCE.is(name()), LogKey.REASON.is(what));
      complaint = what;
    }
  }
}
