package dev.tagout.lab.chaos;

/** A run that says nothing about the system, since it could not be made as planned. */
public final class ChaosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChaosException(String message) {
    super(message);
  }

  ChaosException(String message, Throwable cause) {
    super(message, cause);
  }
}
