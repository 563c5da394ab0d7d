package dev.tagout.hypervisor.simulator;

/** The stream ended, broke, fell silent or made no sense. The message is for a person. */
final class StreamLost extends Exception {
  private static final long serialVersionUID = 1L;

  StreamLost(String message) {
    super(message);
  }
}
