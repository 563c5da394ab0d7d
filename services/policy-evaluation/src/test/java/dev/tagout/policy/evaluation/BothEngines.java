package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagout.policy.OpaProcess;
import dev.tagout.policy.bundle.PolicyArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One pack in both engines. */
record BothEngines(WasmEngine wasm, OpaServerEngine opa) implements AutoCloseable {
  static BothEngines of(Path bundle) {
    return of(bundle, MissingNode.getInstance());
  }

  /**
   * @param site the parameters of a site, as if its bundle had been built in
   */
  static BothEngines of(Path bundle, JsonNode site) {
    try {
      byte[] archive = Files.readAllBytes(bundle);
      return new BothEngines(
          PolicyArchive.engine(archive, site),
          PolicyArchive.engine(archive, site, OpaProcess.shared().client()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    wasm.close();
    opa.close();
  }
}
