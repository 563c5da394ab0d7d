package dev.tagout.lab.demo;

/** Something else happened than was expected. */
final class UnexpectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnexpectedException(String happened) {
    super(happened);
  }

  /**
   * @throws UnexpectedException that says what happened, unless the condition holds
   */
  static void unless(boolean condition, String happened) {
    if (!condition) {
      throw new UnexpectedException(happened);
    }
  }
}
