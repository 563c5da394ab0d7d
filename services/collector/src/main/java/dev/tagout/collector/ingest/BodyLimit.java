package dev.tagout.collector.ingest;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds the body of a request, with a problem document where Quarkus' own limit answers with an
 * empty body. One that says its length is refused before it is read.
 */
@ApplicationScoped
class BodyLimit {
  /** Before Quarkus looks at the length itself. */
  private static final int PRIORITY = 100;

  private final long limit;

  BodyLimit(CollectorConfig config) {
    this.limit = config.maxBodySize().asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::checkLength, PRIORITY);
  }

  /**
   * @throws dev.tagout.platform.problem.ProblemException when there is more than the limit
   */
  byte[] read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(Math.toIntExact(limit + 1));
    if (bytes.length > limit) {
      throw Refusal.tooLarge(limit);
    }
    return bytes;
  }

  private void checkLength(RoutingContext context) {
    if (!isTooLong(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
      context.next();
      return;
    }
    Problem problem = Refusal.tooLargeProblem(limit);
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(Buffer.buffer(Json.bytes(problem)));
  }

  /** What is no number is left to the server, which answers it. */
  private boolean isTooLong(String contentLength) {
    try {
      return contentLength != null && Long.parseLong(contentLength) > limit;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
