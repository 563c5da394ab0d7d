package dev.tagout.remediation.page;

import dev.tagout.contracts.json.ContractViolation;

/** How many items of a list are asked for. */
public final class Limit {
  private static final int DEFAULT = 100;
  private static final int MAX = 1000;

  private Limit() {}

  /**
   * @param text null for what is usual
   * @throws ContractViolation that names {@code limit}
   */
  public static int of(String text) {
    if (text == null) {
      return DEFAULT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new ContractViolation("limit", "must be a number from 1 to " + MAX);
  }
}
