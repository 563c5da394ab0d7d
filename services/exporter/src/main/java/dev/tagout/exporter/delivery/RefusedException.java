package dev.tagout.exporter.delivery;

/** A receiver refuses a finding for what it is: the reason of a dead letter. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason for a person, without any secret
   */
  RefusedException(String destination, String reason) {
    super(destination + ": " + reason);
  }
}
