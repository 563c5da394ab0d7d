package dev.tagout.policy.bundle;

import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.policy.mark.WakeUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Keeps this replica at the revision that is active, and tells the others so. */
@ApplicationScoped
class PolicyFollower {
  private static final Logger LOG = Logger.getLogger(PolicyFollower.class);
  private static final long PAUSE_MILLIS = 250;
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ActivePolicy policy;
  private final WakeUp wakeUp;
  private String complaint = "";
  private boolean declared;
  private Thread thread;

  PolicyFollower(ActivePolicy policy, WakeUp wakeUp) {
    this.policy = policy;
    this.wakeUp = wakeUp;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("policy-follower").daemon().start(this::run);
  }

  void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) throws InterruptedException {
    thread.interrupt();
    // Or its last look would sign on again.
    thread.join(FAREWELL);
    try {
      policy.leave();
    } catch (RuntimeException e) {
      LOG.debugf("not signed off: %s", LogKey.REASON.is(e));
    }
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("policy follower ends");
    }
  }

  private void look() {
    try {
      if (!declared) {
        if (policy.declareEnforcement()) {
          wakeUp.call();
        }
        declared = true;
      }
      policy.prepare();
      policy.follow();
      policy.report();
      complaint = "";
    } catch (RuntimeException e) {
      // Once, not four times a second.
      String now = String.valueOf(e.getMessage());
      if (!now.equals(complaint)) {
        LOG.warnf("policy cannot be followed: %s", LogKey.REASON.is(now));
        complaint = now;
      }
    }
  }
}
