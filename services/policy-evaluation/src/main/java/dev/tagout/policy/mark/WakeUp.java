package dev.tagout.policy.mark;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Says that VMs were marked, so that nobody has to look all the time. */
@ApplicationScoped
public class WakeUp {
  private final Semaphore calls = new Semaphore(0);

  /** Says that VMs were marked. Cheap; may be left out, then it takes a moment longer. */
  public void call() {
    if (calls.availablePermits() == 0) {
      calls.release();
    }
  }

  /** Returns at the next call, or at once when there was one since the last return, or in time. */
  public void await(Duration atMost) throws InterruptedException {
    if (calls.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      calls.drainPermits();
    }
  }
}
