package dev.tagout.lab.fleet;

/** Something else happened than was expected. */
public final class UnexpectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnexpectedException(String happened) {
    super(happened);
  }

  /**
   * @throws UnexpectedException that says what happened, unless the condition holds
   */
  public static void unless(boolean condition, String happened) {
    if (!condition) {
      throw new UnexpectedException(happened);
    }
  }
}
