package dev.tagout.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A service over HTTP. What is no answer becomes a {@link CliException}: {@link ExitCode#NO} for a
 * refusal, {@link ExitCode#UNREACHABLE} when nobody is there, is too slow, is broken, or is
 * something else.
 */
public sealed class HttpService permits PolicyService, RemediationService {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** For what is answered from a table. */
  public static final Duration SOON = Duration.ofSeconds(30);

  /** For what replays the record or judges the fleet. */
  public static final Duration LONG = Duration.ofMinutes(15);

  private final Peer peer;
  private final String namedBy;
  private final URI base;
  private final Optional<BearerToken> token;
  private final HttpClient client;

  /** For a command that has no option by which it is named. */
  HttpService(Peer peer, URI base, Optional<BearerToken> token) {
    this(base, token, peer, peer.urlVariable());
  }

  /**
   * @param option by which another one is named
   */
  HttpService(Peer peer, String option, URI base, Optional<BearerToken> token) {
    this(base, token, peer, option + " or " + peer.urlVariable());
  }

  private HttpService(URI base, Optional<BearerToken> token, Peer peer, String namedBy) {
    this.peer = peer;
    this.namedBy = namedBy;
    this.base = base;
    this.token = token;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Something that is sent. */
  public record Body(String mediaType, byte[] bytes) {
    /** Nothing. */
    public static final Body EMPTY = new Body(null, new byte[0]);

    public static Body json(JsonNode document) {
      return new Body("application/json", Json.bytes(document));
    }

    public static Body bundle(byte[] bytes) {
      return new Body("application/gzip", bytes);
    }
  }

  /** A path of which one part is an id. */
  public static String path(String before, String id, String after) {
    return before + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20") + after;
  }

  public JsonNode get(String path, Query query) {
    return answered(send("GET", path, query, null, SOON));
  }

  /**
   * @param patience how long the answer may take
   */
  public JsonNode get(String path, Query query, Duration patience) {
    return answered(send("GET", path, query, null, patience));
  }

  /**
   * Asks what somebody typed: when the service says that it makes no sense (400), it is {@link
   * ExitCode#WRONG_USAGE} and not an answer.
   *
   * @param patience how long the answer may take
   */
  public JsonNode getAsTyped(String path, Query typed, Duration patience) {
    HttpResponse<byte[]> response = send("GET", path, typed, null, patience);
    try {
      return answered(response);
    } catch (CliException e) {
      throw response.statusCode() == 400
          ? new CliException(ExitCode.WRONG_USAGE, e.getMessage(), e.details())
          : e;
    }
  }

  public JsonNode get(String path) {
    return get(path, new Query());
  }

  /** Empty when there is no such thing. */
  public Optional<JsonNode> find(String path) {
    HttpResponse<byte[]> response = send("GET", path, new Query(), null, SOON);
    return response.statusCode() == 404 ? Optional.empty() : Optional.of(answered(response));
  }

  public JsonNode put(String path, JsonNode body) {
    return answered(send("PUT", path, new Query(), Body.json(body), SOON));
  }

  /**
   * @param patience how long the answer may take
   */
  public JsonNode post(String path, Query query, Body body, Duration patience) {
    return answered(send("POST", path, query, body, patience));
  }

  private HttpResponse<byte[]> send(
      String method, String path, Query query, Body body, Duration patience) {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.bytes());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path + query.text()))
            .method(method, publisher)
            .header("Accept", "application/json, application/problem+json");
    if (body != null && body.mediaType() != null) {
      request.header("Content-Type", body.mediaType());
    }
    token.ifPresent(bearer -> request.header("Authorization", bearer.header()));
    // The future and not the request's own timeout, which ends with the headers of the answer.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), BodyHandlers.ofByteArray());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable("did not answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw unreachable("cannot be reached: " + reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for");
    }
  }

  private JsonNode answered(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status >= 400) {
      throw Problem.of(status, response.body()).exception(named(), hints(status));
    }
    if (status < 200 || status >= 300) {
      throw unreachable("answers with HTTP status " + status + ", which Tagout does not");
    }
    try {
      return Json.tree(response.body());
    } catch (ContractViolation e) {
      throw unreachable("answers something that is no JSON; is it " + peer + "?");
    }
  }

  private List<String> hints(int status) {
    if (status != 401) {
      return List.of();
    }
    return List.of(
        token.isPresent()
            ? "The token was not taken; it may have expired. `tagout up` makes new ones."
            : "No token was sent: give one with --token-file, TAGOUT_TOKEN, or --as a local user.");
  }

  private CliException unreachable(String what) {
    return new CliException(
        ExitCode.UNREACHABLE,
        named() + " " + what,
        List.of("Is it running (`tagout up`)? Another one is named with " + namedBy + "."));
  }

  /** What people call it. */
  String name() {
    return peer.toString();
  }

  private String named() {
    return peer + " at " + base;
  }

  private static String reason(Throwable cause) {
    if (cause.getMessage() != null) {
      return cause.getMessage();
    }
    return cause instanceof ConnectException
        ? "nobody listens there"
        : cause.getClass().getSimpleName();
  }
}
