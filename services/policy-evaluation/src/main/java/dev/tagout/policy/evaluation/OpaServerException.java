package dev.tagout.policy.evaluation;

/** The OPA server gave no answer. The message is one line for a person. */
public final class OpaServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OpaServerException(String message) {
    super(message);
  }

  public OpaServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
