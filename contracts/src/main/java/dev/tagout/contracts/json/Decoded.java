package dev.tagout.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value read from JSON, and beside it the fields that this version does not know. A newer sender
 * may add fields; they are tolerated and kept apart, so that they can be logged but never reach a
 * policy.
 *
 * @param unknown path of each unknown field, such as {@code missing[0].foo}, with what stood there,
 *     in the order in which they came
 */
public record Decoded<T>(T value, Map<String, JsonNode> unknown) {
  public Decoded {
    unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
  }
}
