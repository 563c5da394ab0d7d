package dev.tagout.platform.problem;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Decoded;
import dev.tagout.contracts.json.Json;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Bounds the body of a request, with a problem document where Quarkus' own limit answers with an
 * empty body. One that says its length is refused before it is read. To be registered as a filter
 * with {@link #PRIORITY}.
 *
 * @param bytes how many are taken
 */
public record BodyLimit(long bytes) implements Handler<RoutingContext> {
  /** Before Quarkus looks at the length itself. */
  public static final int PRIORITY = 100;

  /** 413. */
  public Problem problem() {
    return Problem.of(
        413, "too-large", "Content too large", "a body takes at most " + bytes + " bytes");
  }

  /** For a body that was read already. */
  public byte[] check(byte[] body) {
    if (body.length > bytes) {
      throw new ProblemException(problem());
    }
    return body;
  }

  /**
   * Reads a body in which every field has to be known: one that nobody knows may be a misspelt
   * limit, without which the rest says more than was meant.
   *
   * @throws ContractViolation when it is not of this type, or has another field
   */
  public <T> T read(byte[] body, Class<T> type) {
    Decoded<T> decoded = Json.decode(check(body), type);
    decoded.unknown().keySet().stream()
        .findFirst()
        .ifPresent(
            field -> {
              throw new ContractViolation(field, "is not known");
            });
    return decoded.value();
  }

  @Override
  public void handle(RoutingContext context) {
    if (!isTooLong(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(problem().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(Buffer.buffer(Json.bytes(problem())));
  }

  /** What is no number is left to the server, which answers it. */
  private boolean isTooLong(String contentLength) {
    try {
      return contentLength != null && Long.parseLong(contentLength) > bytes;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
