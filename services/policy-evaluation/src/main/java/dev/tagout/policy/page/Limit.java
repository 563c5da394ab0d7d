package dev.tagout.policy.page;

import dev.tagout.contracts.json.ContractViolation;

/** How many items a page has. */
public final class Limit {
  private static final int DEFAULT = 100;
  private static final int MAX = 1000;

  private Limit() {}

  /**
   * @throws ContractViolation when it is no number from 1 to {@value #MAX}
   */
  public static int of(Integer asked) {
    if (asked == null) {
      return DEFAULT;
    }
    if (asked < 1 || asked > MAX) {
      throw new ContractViolation("limit", "must be from 1 to " + MAX);
    }
    return asked;
  }
}
