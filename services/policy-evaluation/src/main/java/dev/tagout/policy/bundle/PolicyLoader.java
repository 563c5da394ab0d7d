package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.WasmEngine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** Makes a bundle ready: loads it, lets it judge a VM that nobody knows, and warms it up. */
@ApplicationScoped
public class PolicyLoader {
  /** So often each instance judges before it is used; then the JIT has seen the hot paths. */
  private static final int WARM_UP = 300;

  private static final JsonNode TRIAL =
      Json.tree(
          """
          {"review":{"id":"trial","point":"AUDIT","operation":"START","at":"2026-11-23T10:00:00Z"},
           "vm":{"id":"trial:vm","name":"trial","tier":"internal",
                 "patch":{"observedAt":"2026-11-22T10:00:00Z","source":"trial","missing":[
                   {"id":"TRIAL-1","severity":"critical","published":"2026-10-01T00:00:00Z"}]}},
           "host":{"id":"trial:host","name":"trial","tier":"public"},
           "residents":[{"id":"trial:other","name":"other","tier":"public"}]}
          """
              .getBytes(StandardCharsets.UTF_8));

  /**
   * A policy with an engine of its own, which whoever loads it closes.
   *
   * @throws ContractViolation when the bundle cannot decide
   */
  public LoadedPolicy load(byte[] archive) {
    Bundle bundle = Bundle.read(archive);
    if (!bundle.data().path("parameters").isObject()) {
      // Without them the rules find nothing to deny, which looks like an answer.
      throw new ContractViolation("bundle", "has no parameters in its data.json");
    }
    WasmEngine engine = engine(bundle);
    return switch (engine.warmUp(TRIAL, WARM_UP)) {
      case Evaluation.Judged judged ->
          new LoadedPolicy(bundle.revision(), engine, new Tiers(bundle.data()));
      case Evaluation.Undecided undecided -> {
        engine.close();
        throw new ContractViolation("bundle", "cannot decide: " + undecided.reason());
      }
    };
  }

  private static WasmEngine engine(Bundle bundle) {
    try {
      return new WasmEngine(
          bundle.wasm(), bundle.data(), Math.max(2, Runtime.getRuntime().availableProcessors()));
    } catch (RuntimeException e) {
      throw new ContractViolation("bundle", "cannot be loaded: " + e.getMessage());
    }
  }
}
