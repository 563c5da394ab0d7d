package dev.tagout.policy.page;

import dev.tagout.contracts.json.ContractViolation;
import java.util.function.Function;

/** A parameter of a request. */
public final class Parameter {
  private Parameter() {}

  /**
   * @param text null when it was not given, and then null is returned
   * @param field its name
   * @throws ContractViolation what the parser throws, with that name
   */
  public static <T> T parsed(String text, String field, Function<String, T> parser) {
    try {
      return text == null ? null : parser.apply(text);
    } catch (ContractViolation e) {
      throw e.within(field);
    }
  }
}
