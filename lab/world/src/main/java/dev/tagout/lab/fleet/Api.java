package dev.tagout.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A service over HTTP, as any client sees it. */
public final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;

  public Api(URI base) {
    this.base = base;
  }

  /** What came back. */
  public record Answer(int status, JsonNode body) {
    public boolean isOk() {
      return status / 100 == 2;
    }
  }

  public Answer get(String path) throws InterruptedException {
    return send(request(path).GET());
  }

  public Answer put(String path, Object body) throws InterruptedException {
    return required(send(request(path).PUT(BodyPublishers.ofByteArray(Json.bytes(body)))), path);
  }

  public Answer post(String path, Object body, String contentType) throws InterruptedException {
    return send(
        request(path)
            .setHeader("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /** As somebody who has a bearer token. */
  public Answer post(String path, Object body, Path tokenFile) throws InterruptedException {
    try {
      return send(
          request(path)
              .setHeader("Authorization", "Bearer " + Files.readString(tokenFile).strip())
              .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file as it is. */
  public Answer post(String path, Path file, String contentType) throws InterruptedException {
    try {
      return send(
          request(path).setHeader("Content-Type", contentType).POST(BodyPublishers.ofFile(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Answer post(String path) throws InterruptedException {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("X-Requested-By", "demo");
  }

  private static Answer send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      byte[] body = response.body().length == 0 ? new byte[] {'{', '}'} : response.body();
      return new Answer(response.statusCode(), Json.tree(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer required(Answer answer, String path) {
    UnexpectedException.unless(
        answer.isOk(), "PUT " + base.resolve(path) + " answered " + answer.body());
    return answer;
  }
}
