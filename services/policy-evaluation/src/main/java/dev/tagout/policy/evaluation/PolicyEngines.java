package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.policy.PolicyConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.WeakHashMap;

/** Makes engines of the kind that the site has chosen. */
@ApplicationScoped
public class PolicyEngines {
  /** What evaluates the policies. */
  public enum Kind {
    /** In this process. */
    WASM,
    /** An OPA server. */
    OPA
  }

  private final PolicyConfig config;
  private final Set<OpaServerEngine> pushed =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final MeterRegistry meters;
  private OpaServer server;

  PolicyEngines(PolicyConfig config, MeterRegistry meters) {
    this.config = config;
    this.meters = meters;
  }

  /**
   * An engine with this pack.
   *
   * @param modules the Rego, by path
   * @throws ContractViolation when there can be none, for reasons of the pack
   * @throws OpaServerException when the OPA server gives no answer
   */
  public PolicyEngine engine(
      String revision, Optional<byte[]> wasm, SortedMap<String, String> modules, JsonNode data) {
    try {
      PolicyEngine engine =
          switch (config.engine()) {
            case WASM ->
                new WasmEngine(
                    wasm.orElseThrow(
                        () ->
                            new ContractViolation(
                                "bundle", "has no policy.wasm: build it with target wasm")),
                    data,
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    config.evaluation().limit());
            case OPA -> {
              OpaServerEngine server = new OpaServerEngine(server(), revision, modules, data);
              pushed.add(server);
              yield server;
            }
          };
      return new MeteredEngine(engine, config.engine(), meters);
    } catch (OpaServerException | ContractViolation e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ContractViolation("bundle", "cannot be loaded: " + e.getMessage());
    }
  }

  /** One for all revisions, for whether it can be reached has nothing to do with them. */
  private synchronized OpaServer server() {
    if (server == null) {
      server = new RestOpaServer(config.opa().url(), config.opa(), config.evaluation().limit());
    }
    return server;
  }

  /** Nothing of ours stays in the OPA server. */
  void stop(@Observes @Priority(StopOrder.TOOLS) ShutdownEvent event) {
    List.copyOf(pushed).forEach(OpaServerEngine::close);
  }
}
