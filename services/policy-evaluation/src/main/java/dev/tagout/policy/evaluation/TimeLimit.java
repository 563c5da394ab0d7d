package dev.tagout.policy.evaluation;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stops what one thread at a time does for too long, by interrupting it. Compiled WebAssembly looks
 * for an interrupt at each call and each turn of a loop (Chicory's {@code checkInterruption}).
 *
 * <p>One timer serves many runs: it is set when none is, looks when it is due, and sets itself
 * again only while something runs. So a run of microseconds costs two locks and no timer.
 */
final class TimeLimit {
  private static final ScheduledThreadPoolExecutor TIMER =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("evaluation-limit").daemon().factory());

  private final long limitNanos;
  private Thread runner;
  private long until;
  private boolean set;
  private boolean stopped;

  TimeLimit(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  /** The calling thread begins; it must call {@link #end} whatever happens. */
  synchronized void begin() {
    runner = Thread.currentThread();
    until = System.nanoTime() + limitNanos;
    if (!set) {
      set = true;
      schedule(limitNanos);
    }
  }

  /**
   * The calling thread is done. No interrupt of ours reaches it afterwards.
   *
   * @return whether it was stopped
   */
  synchronized boolean end() {
    runner = null;
    if (!stopped) {
      return false;
    }
    stopped = false;
    Thread.interrupted();
    return true;
  }

  private synchronized void look() {
    set = false;
    if (runner == null || stopped) {
      return;
    }
    long left = until - System.nanoTime();
    if (left > 0) {
      set = true;
      schedule(left);
    } else {
      stopped = true;
      runner.interrupt();
    }
  }

  private void schedule(long nanos) {
    TIMER.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }
}
