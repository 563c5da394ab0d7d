package dev.tagout.simulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The faults that are set. */
public record FaultSettings(HookFault hook, EventFault events) {
  public static FaultSettings none() {
    return new FaultSettings(HookFault.PRESENT, EventFault.NORMAL);
  }

  /**
   * These settings with what the document says changed. Fields that nobody knows are refused: a
   * fault that is not set makes a test lie.
   *
   * @throws ContractViolation that names the field
   */
  FaultSettings changedBy(JsonNode document) {
    if (!document.isObject()) {
      throw new ContractViolation("$", "must be an object with hook, events or both");
    }
    FaultSettings changed = this;
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      changed =
          switch (field.getKey()) {
            case "hook" -> new FaultSettings(value(HookFault.class, field), changed.events);
            case "events" -> new FaultSettings(changed.hook, value(EventFault.class, field));
            default ->
                throw new ContractViolation(
                    field.getKey(), "is not known; there are hook and events");
          };
    }
    return changed;
  }

  private static <E extends Enum<E>> E value(Class<E> type, Map.Entry<String, JsonNode> field) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> Json.toTree(constant).equals(field.getValue()))
        .findFirst()
        .orElseThrow(
            () -> new ContractViolation(field.getKey(), "must be one of " + wireNames(type)));
  }

  private static String wireNames(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Json.toTree(constant).asText())
        .collect(Collectors.joining(", "));
  }
}
