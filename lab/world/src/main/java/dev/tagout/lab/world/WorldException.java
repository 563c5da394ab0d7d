package dev.tagout.lab.world;

import dev.tagout.lab.infrastructure.ChildProcess;

/** There is no world, or no longer. The message is for the person at the terminal. */
public final class WorldException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int LINES_OF_LOG = 25;

  public WorldException(String message) {
    super(message);
  }

  WorldException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With the end of the child's log, where the reason usually stands. */
  WorldException(String sentence, ChildProcess child) {
    super(
        "%s. The end of %s:\n%s"
            .formatted(
                sentence,
                child.log(),
                String.join("\n", child.lastLines(LINES_OF_LOG)).indent(2).stripTrailing()));
  }
}
