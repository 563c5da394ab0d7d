package dev.tagout.collector.ingest;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.platform.problem.BodyLimit;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a request, as far as is allowed. */
@ApplicationScoped
class BoundedBody {
  private final BodyLimit limit;

  BoundedBody(CollectorConfig config) {
    this.limit = new BodyLimit(config.maxBodySize().asLongValue());
  }

  void register(@Observes Filters filters) {
    filters.register(limit, BodyLimit.PRIORITY);
  }

  /**
   * @throws dev.tagout.platform.problem.ProblemException when there is more than the limit
   */
  byte[] read(InputStream body) throws IOException {
    return limit.check(body.readNBytes(Math.toIntExact(limit.bytes() + 1)));
  }
}
