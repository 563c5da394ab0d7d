package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.policy.evaluation.OpaServer;
import dev.tagout.policy.evaluation.OpaServerEngine;
import dev.tagout.policy.evaluation.WasmEngine;
import java.time.Duration;

/** Opens a bundle for tests of other packages. */
public final class PolicyArchive {
  /** So long that only what never ends meets it. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private PolicyArchive() {}

  public static WasmEngine engine(byte[] archive) {
    return engine(archive, MissingNode.getInstance());
  }

  /**
   * @param site the parameters of a site, as if its bundle had been built in
   */
  public static WasmEngine engine(byte[] archive, JsonNode site) {
    Bundle bundle = Bundle.read(archive);
    return new WasmEngine(bundle.wasm().orElseThrow(), data(bundle, site), 1, LIMIT);
  }

  /** The one instance stops after so long. */
  public static WasmEngine engine(byte[] archive, Duration limit) {
    Bundle bundle = Bundle.read(archive);
    return new WasmEngine(bundle.wasm().orElseThrow(), bundle.data(), 1, limit);
  }

  /** The same by an OPA server. */
  public static OpaServerEngine engine(byte[] archive, JsonNode site, OpaServer server) {
    Bundle bundle = Bundle.read(archive);
    return new OpaServerEngine(server, bundle.revision(), bundle.modules(), data(bundle, site));
  }

  private static ObjectNode data(Bundle bundle, JsonNode site) {
    ObjectNode data = bundle.data().deepCopy();
    if (site.isObject()) {
      data.putObject("site").set("parameters", site);
    }
    return data;
  }
}
