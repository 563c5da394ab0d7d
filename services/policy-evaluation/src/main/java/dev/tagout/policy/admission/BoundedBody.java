package dev.tagout.policy.admission;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.BodyLimit;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.BundleBody;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Bounds the body of a review, and of all else but bundles, which have a bound of their own,
 * whether it says its length or not.
 */
@ApplicationScoped
class BoundedBody {
  private final BodyLimit limit;

  BoundedBody(PolicyConfig config) {
    this.limit = new BodyLimit(config.review().maxBodyBytes());
  }

  void register(@Observes Filters filters) {
    filters.register(
        context -> {
          if (BundleBody.isBundle(context.normalizedPath())) {
            context.next();
          } else {
            limit.handle(context);
          }
        },
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
