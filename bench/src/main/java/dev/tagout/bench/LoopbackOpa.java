package dev.tagout.bench;

import dev.tagout.policy.evaluation.OpaServer;
import dev.tagout.policy.evaluation.OpaServerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** An OPA server by the JDK's client: the service's own needs a running Quarkus. */
final class LoopbackOpa implements OpaServer {
  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  LoopbackOpa(URI url) {
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

  private Answer send(String method, String path, BodyPublisher body) {
    try {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(url.resolve(path)).method(method, body).build(),
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
