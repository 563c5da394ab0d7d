package dev.tagout.policy.evaluation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** An OPA server for tests that run outside of Quarkus, where there are no clients of its own. */
public final class HttpOpaServer implements OpaServer {
  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public HttpOpaServer(URI url) {
    this.url = url;
  }

  @Override
  public Answer ask(String path, byte[] body) {
    return send(
        "POST",
        "/v1/data/" + path + "?strict-builtin-errors=true",
        BodyPublishers.ofByteArray(body));
  }

  @Override
  public Answer putModule(String id, String rego) {
    return send("PUT", "/v1/policies/" + id, BodyPublishers.ofString(rego));
  }

  @Override
  public Answer putData(String path, byte[] json) {
    return send("PUT", "/v1/data/" + path, BodyPublishers.ofByteArray(json));
  }

  @Override
  public Answer deleteModule(String id) {
    return send("DELETE", "/v1/policies/" + id, BodyPublishers.noBody());
  }

  @Override
  public Answer deleteData(String path) {
    return send("DELETE", "/v1/data/" + path, BodyPublishers.noBody());
  }

  /** What the server has: the ids of the policies and the names of the documents. */
  public String everything() {
    return send("GET", "/v1/policies", BodyPublishers.noBody()).text()
        + send("GET", "/v1/data", BodyPublishers.noBody()).text();
  }

  private Answer send(String method, String path, BodyPublisher body) {
    try {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(url.resolve(path))
                  .timeout(Duration.ofSeconds(30))
                  .method(method, body)
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new OpaServerException("the OPA server cannot be reached: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpaServerException("interrupted", e);
    }
  }
}
