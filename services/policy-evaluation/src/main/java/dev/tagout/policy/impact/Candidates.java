package dev.tagout.policy.impact;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.BundleBody;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.bundle.PolicyLoader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Policies that are looked at and not activated. Each has an engine of its own, so that nobody
 * takes one from the gate, and there are only a few at a time.
 */
@ApplicationScoped
class Candidates {
  private final PolicyLoader loader;
  private final BundleBody bodies;
  private final Semaphore free;

  Candidates(PolicyLoader loader, BundleBody bodies, PolicyConfig config) {
    this.loader = loader;
    this.bodies = bodies;
    this.free = new Semaphore(config.impact().runs());
  }

  /**
   * Loads a posted bundle, and closes it when the work is done.
   *
   * @throws ProblemException 400 when the bundle cannot decide, 413 when it is too large, 429 when
   *     there are enough of them already
   */
  <T> T with(byte[] archive, Function<LoadedPolicy, T> work) {
    byte[] bundle = bodies.check(archive);
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
              429,
              "busy",
              "Busy",
              "other bundles are being looked at; try again when they are done"));
    }
    try {
      LoadedPolicy candidate = load(bundle);
      try {
        return work.apply(candidate);
      } finally {
        candidate.engine().close();
      }
    } finally {
      free.release();
    }
  }

  private LoadedPolicy load(byte[] bundle) {
    try {
      return loader.load(bundle);
    } catch (ContractViolation e) {
      throw new ProblemException(
          Problem.of(400, "invalid-bundle", "Invalid bundle", e.getMessage(), e.field()));
    }
  }
}
