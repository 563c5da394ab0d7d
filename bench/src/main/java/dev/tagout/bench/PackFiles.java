package dev.tagout.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What engines need of a bundle that {@code policies/build} made. */
@SuppressWarnings("ArrayRecordComponent")
record PackFiles(byte[] wasm, SortedMap<String, String> modules, JsonNode data) {
  static PackFiles read(Path bundle) throws IOException {
    byte[] wasm = null;
    JsonNode data = null;
    SortedMap<String, String> modules = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(bundle))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceFirst("^/", "");
        if (name.equals("policy.wasm")) {
          wasm = tar.readAllBytes();
        } else if (name.equals("data.json")) {
          data = Json.tree(tar.readAllBytes());
        } else if (name.endsWith(".rego")) {
          modules.put(name, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return new PackFiles(wasm, modules, data);
  }
}
