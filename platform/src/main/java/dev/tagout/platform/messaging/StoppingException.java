package dev.tagout.platform.messaging;

import dev.tagout.platform.log.Farewell;

/** The service stops, and leaves a batch: it is not acknowledged, and comes again. */
public final class StoppingException extends IllegalStateException implements Farewell {
  private static final long serialVersionUID = 1L;

  /**
   * @param left what was not done
   * @param cause null when it was not begun
   */
  public StoppingException(String left, Throwable cause) {
    super("stopping: " + left, cause);
  }
}
