package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A policy bundle as {@code policies/build} makes it: a gzipped tar of {@code policy.wasm}, {@code
 * data.json}, the Rego and {@code .manifest} (OPA's documentation, "Bundle File Format").
 *
 * @param revision from the manifest
 * @param modules the Rego, by path
 */
record Bundle(
    String revision, Optional<byte[]> wasm, SortedMap<String, String> modules, JsonNode data) {
  private static final int MAX_REVISION = 200;

  /** What the pack and a site may define. */
  private static final Set<String> ROOTS = Set.of("tagout", "parameters", "site");

  /**
   * Unpacks a bundle whose origin does not matter.
   *
   * @throws ContractViolation that names what is missing or malformed
   */
  static Bundle read(byte[] archive) {
    return of(BundleArchive.read(archive));
  }

  /**
   * @throws ContractViolation that names what is missing or malformed
   */
  static Bundle of(Map<String, byte[]> files) {
    JsonNode manifest = json(files, ".manifest");
    String revision = manifest.path("revision").asText("");
    if (revision.isBlank() || revision.length() > MAX_REVISION) {
      throw new ContractViolation("bundle", "has no revision in its .manifest");
    }
    Set<String> roots = roots(manifest);
    JsonNode data = json(files, "data.json");
    if (!data.isObject()) {
      throw new ContractViolation("bundle", "has a data.json that is no object");
    }
    data.fieldNames()
        .forEachRemaining(
            name -> {
              if (!roots.contains(name)) {
                throw new ContractViolation(
                    "bundle", "has data under " + name + ", which is outside of its roots");
              }
            });
    SortedMap<String, String> modules = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.endsWith(".rego")) {
            modules.put(path, new String(content, StandardCharsets.UTF_8));
          }
        });
    return new Bundle(revision, Optional.ofNullable(files.get("policy.wasm")), modules, data);
  }

  private static Set<String> roots(JsonNode manifest) {
    Set<String> roots = new TreeSet<>();
    manifest.path("roots").forEach(root -> roots.add(root.asText()));
    if (roots.isEmpty()) {
      throw new ContractViolation("bundle", "has no roots in its .manifest");
    }
    for (String root : roots) {
      if (!ROOTS.contains(root)) {
        throw new ContractViolation("bundle", "has the root " + root + ", which is none of ours");
      }
    }
    return roots;
  }

  private static JsonNode json(Map<String, byte[]> files, String path) {
    byte[] content = files.get(path);
    if (content == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return Json.tree(content);
    } catch (ContractViolation e) {
      throw new ContractViolation("bundle", path + " is no JSON: " + e.problem());
    }
  }
}
