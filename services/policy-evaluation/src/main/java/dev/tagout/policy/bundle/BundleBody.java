package dev.tagout.policy.bundle;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.BodyLimit;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Bounds a bundle that is posted, whether it says its length or not. */
@ApplicationScoped
public class BundleBody {
  private static final String PATHS = "/v1/policies/";

  private final BodyLimit limit = new BodyLimit(BundleArchive.MAX_BYTES);

  /** Whether bundles are posted to this path. */
  public static boolean isBundle(String path) {
    return path != null && path.startsWith(PATHS);
  }

  void register(@Observes Filters filters) {
    filters.register(
        context -> {
          if (isBundle(context.normalizedPath())) {
            limit.handle(context);
          } else {
            context.next();
          }
        },
        BodyLimit.PRIORITY);
  }

  /**
   * @throws ContractViolation when there is none
   * @throws dev.tagout.platform.problem.ProblemException 413 when it is too large
   */
  public byte[] check(byte[] body) {
    if (body == null || body.length == 0) {
      throw new ContractViolation("bundle", "the body is empty: post a bundle");
    }
    return limit.check(body);
  }
}
