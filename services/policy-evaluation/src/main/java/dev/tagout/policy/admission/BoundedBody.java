package dev.tagout.policy.admission;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.BodyLimit;
import dev.tagout.policy.PolicyConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Bounds the body of a request, whether it says its length or not; that of a bundle is larger. */
@ApplicationScoped
class BoundedBody {
  /** As large as a bundle may be. */
  private static final int BUNDLE_BYTES = 32 * 1024 * 1024;

  private static final String BUNDLES = "/v1/policies/";
  private static final BodyLimit OF_BUNDLES = new BodyLimit(BUNDLE_BYTES);

  private final BodyLimit limit;

  BoundedBody(PolicyConfig config) {
    this.limit = new BodyLimit(config.review().maxBodyBytes());
  }

  void register(@Observes Filters filters) {
    filters.register(
        context ->
            (context.normalizedPath().startsWith(BUNDLES) ? OF_BUNDLES : limit).handle(context),
        BodyLimit.PRIORITY);
  }

  int bytes() {
    return Math.toIntExact(limit.bytes());
  }

  byte[] check(byte[] body) {
    if (body == null || body.length == 0) {
      throw new ContractViolation("$", "the body is empty");
    }
    return limit.check(body);
  }
}
