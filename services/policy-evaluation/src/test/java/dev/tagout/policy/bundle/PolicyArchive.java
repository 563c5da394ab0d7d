package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.policy.evaluation.WasmEngine;

/** Opens a bundle for tests of other packages. */
public final class PolicyArchive {
  private PolicyArchive() {}

  public static WasmEngine engine(byte[] archive) {
    return engine(archive, MissingNode.getInstance());
  }

  /**
   * @param site the parameters of a site, as if its bundle had been built in
   */
  public static WasmEngine engine(byte[] archive, JsonNode site) {
    Bundle bundle = Bundle.read(archive);
    ObjectNode data = bundle.data().deepCopy();
    if (site.isObject()) {
      data.putObject("site").set("parameters", site);
    }
    return new WasmEngine(bundle.wasm().orElseThrow(), data, 1);
  }
}
