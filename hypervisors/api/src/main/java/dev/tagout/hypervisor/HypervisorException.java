package dev.tagout.hypervisor;

/**
 * A hypervisor could not be asked, or did not do what it was asked. The message is for a person.
 */
public final class HypervisorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HypervisorException(String message, Throwable cause) {
    super(message, cause);
  }

  public HypervisorException(String message) {
    super(message);
  }
}
