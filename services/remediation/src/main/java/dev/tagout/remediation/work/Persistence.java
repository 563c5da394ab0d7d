package dev.tagout.remediation.work;

import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.Outage;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.platform.time.BackOff;
import dev.tagout.remediation.run.Claim;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Waits for the database where giving up would leave a run to its lease, and its VM running. */
@ApplicationScoped
class Persistence {
  private static final Logger LOG = Logger.getLogger(Persistence.class);
  private static final BackOff PAUSES = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));

  private volatile boolean stopping;

  void stop(@Observes @Priority(StopOrder.SIGNALS) ShutdownEvent event) {
    stopping = true;
  }

  /**
   * Returns when it is done. While the database is away it is done again, so it must bear that.
   *
   * @throws RuntimeException when it never will be, or the service stops first; then whoever claims
   *     the run next finds out what happened
   */
  void insist(Claim claim, Runnable step) {
    for (int failures = 1; ; failures++) {
      try {
        step.run();
        return;
      } catch (RuntimeException e) {
        if (stopping || !Outage.explains(e)) {
          throw e;
        }
        LOG.warnf("run waits: %s %s", LogKey.RUN_ID.is(claim.run().id()), LogKey.REASON.is(e));
        pause(PAUSES.after(failures), e);
      }
    }
  }

  private static void pause(Duration pause, RuntimeException outage) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw outage;
    }
  }
}
