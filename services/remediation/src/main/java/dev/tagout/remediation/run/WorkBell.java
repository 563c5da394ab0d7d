package dev.tagout.remediation.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Says that a run may have become due, so that nobody has to wait for the next poll. */
@ApplicationScoped
public class WorkBell {
  private final Semaphore rung = new Semaphore(0);

  /** Call it after the commit. Cheap. */
  public void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Returns when it rings, or rang since the last call, or after so long. */
  public void await(Duration longest) throws InterruptedException {
    if (rung.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      rung.drainPermits();
    }
  }
}
