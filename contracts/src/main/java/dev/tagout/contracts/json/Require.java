package dev.tagout.contracts.json;

import java.util.List;

/** What compact constructors ask of their components. */
public final class Require {
  private Require() {}

  /**
   * @throws ContractViolation that names {@code field} when {@code value} is null
   */
  public static <T> T present(T value, String field) {
    if (value == null) {
      throw new ContractViolation(field, "is required");
    }
    return value;
  }

  /**
   * @throws ContractViolation when {@code value} is null, blank or longer than {@code max}
   *     characters
   */
  public static String text(String value, int max, String field) {
    if (present(value, field).isBlank()) {
      throw new ContractViolation(field, "is blank");
    }
    return bounded(value, max, field);
  }

  /**
   * @throws ContractViolation when {@code value} is longer than {@code max} characters; null passes
   */
  public static String bounded(String value, int max, String field) {
    if (value != null && value.length() > max) {
      throw new ContractViolation(
          field, "has " + value.length() + " characters, at most " + max + " are taken");
    }
    return value;
  }

  /** An unmodifiable copy; null becomes empty. A null element is a violation that names it. */
  public static <T> List<T> list(List<T> values, String field) {
    if (values == null) {
      return List.of();
    }
    for (int i = 0; i < values.size(); i++) {
      present(values.get(i), field + "[" + i + "]");
    }
    return List.copyOf(values);
  }

  /** As {@link #list}, and the list itself must be there. */
  public static <T> List<T> presentList(List<T> values, String field) {
    return list(present(values, field), field);
  }
}
