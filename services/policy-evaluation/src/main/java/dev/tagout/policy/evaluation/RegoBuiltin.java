package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A built-in function of OPA that a module asks its host for.
 *
 * @param name as Rego has it, such as {@code time.format}
 * @param body what it answers; throws on what it cannot do, which ends the evaluation
 */
record RegoBuiltin(String name, Body body) {

  /** The function itself, of as many arguments as the module gives. */
  interface Body {
    JsonNode apply(List<JsonNode> arguments);
  }

  static RegoBuiltin of(String name, UnaryOperator<JsonNode> function) {
    return new RegoBuiltin(name, arguments -> function.apply(arguments.getFirst()));
  }

  static RegoBuiltin of(String name, BinaryOperator<JsonNode> function) {
    return new RegoBuiltin(name, arguments -> function.apply(arguments.get(0), arguments.get(1)));
  }
}
