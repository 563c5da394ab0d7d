package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.PolicyEngine;
import dev.tagout.policy.evaluation.PolicyEngines;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Makes a bundle ready: verifies who made it, checks its parameters, loads it, and lets it judge
 * VMs that nobody knows until it is warm.
 */
@ApplicationScoped
public class PolicyLoader {
  /** So often each instance judges before it is used; then the JIT has seen the hot paths. */
  private static final int TRIALS = 4;

  private static final int WARM_UP = 300;

  private final Optional<BundleKey> key;

  private final PolicyEngines engines;

  PolicyLoader(PolicyConfig config, PolicyEngines engines) {
    this.engines = engines;
    this.key = config.bundleKey().map(BundleKey::new);
  }

  /**
   * A policy with an engine of its own, which whoever loads it closes.
   *
   * @throws ContractViolation when the bundle cannot decide, or is not signed as it should be
   * @throws dev.tagout.policy.evaluation.OpaServerException when the OPA server gives no answer
   */
  public LoadedPolicy load(byte[] archive) {
    SortedMap<String, byte[]> files = BundleArchive.read(archive);
    key.ifPresent(k -> k.verify(files));
    Bundle bundle = Bundle.of(files);
    Catalogue catalogue = Catalogue.of(bundle.data());
    PolicyEngine engine =
        engines.engine(bundle.revision(), bundle.wasm(), bundle.modules(), bundle.data());
    return switch (tried(engine)) {
      case Evaluation.Judged judged ->
          new LoadedPolicy(bundle.revision(), engine, new Tiers(bundle.data()), catalogue);
      case Evaluation.Undecided undecided -> {
        engine.close();
        throw new ContractViolation("bundle", "cannot decide: " + undecided.reason());
      }
    };
  }

  /** An engine's first evaluations are its slowest, and the machine may have much to do. */
  private static Evaluation tried(PolicyEngine engine) {
    Evaluation evaluation = engine.warmUp(trial(), WARM_UP);
    for (int again = 1; again < TRIALS && evaluation instanceof Evaluation.Undecided; again++) {
      evaluation = engine.warmUp(trial(), WARM_UP);
    }
    return evaluation;
  }

  /** A VM of which every group of facts is known and little is well. */
  private static JsonNode trial() {
    try (InputStream in = PolicyLoader.class.getResourceAsStream("/trial.json")) {
      return Json.tree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
