package dev.tagout.lab.chaos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run that is ended by a signal take away what it put on this machine: until it has, the JVM
 * waits.
 */
final class Farewell {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param run which is interrupted at a signal
   */
  Farewell(Thread run) {
    hook = new Thread(() -> end(run), "farewell");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end(Thread run) {
    run.interrupt();
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is left to take away. */
  void over() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }

  /** What takes something away. */
  @FunctionalInterface
  interface TakingAway {
    void run() throws InterruptedException;
  }

  /**
   * Does it to its end, also in a run that was interrupted: waiting would not be possible there.
   */
  static void undisturbed(TakingAway what) {
    boolean interrupted = Thread.interrupted();
    try {
      what.run();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
