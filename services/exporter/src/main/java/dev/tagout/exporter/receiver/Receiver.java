package dev.tagout.exporter.receiver;

/**
 * Where findings go. Used by one thread. After an {@link AwayException} it is as if it were new,
 * and may be used again.
 */
public interface Receiver extends AutoCloseable {
  /**
   * Hands over what is open in the batch, and marks each item as delivered or refused.
   *
   * @param pulse to be called now and then while that takes long
   * @throws AwayException when it cannot go on now; what is still open is to be tried again
   */
  void deliver(Batch batch, Pulse pulse) throws AwayException, InterruptedException;

  /**
   * How many of the oldest batches that were delivered, and were not told of before, the receiver
   * surely has. Called after each delivery, and twice a second while there is none.
   *
   * @throws AwayException when those that it was not told of may be lost, and are to be delivered
   *     again
   */
  int settled(Pulse pulse) throws AwayException, InterruptedException;

  /** Whether it is known to be there though nothing was given to it. */
  default boolean isThere() {
    return false;
  }

  /**
   * The same as {@link #settled}, for the last time: what can be settled is. Blocks for some
   * seconds at most.
   *
   * @throws AwayException when it cannot
   */
  int finish() throws AwayException, InterruptedException;

  /** Gives up what is open. May be called by another thread, and twice. */
  @Override
  void close();

  /** Keeps us in our consumer group meanwhile. */
  @FunctionalInterface
  interface Pulse {
    void beat();
  }
}
