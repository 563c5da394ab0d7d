package dev.tagout.remediation.work;

import dev.tagout.contracts.id.RunId;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.platform.trace.Step;
import dev.tagout.platform.trace.Traces;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.run.Claim;
import dev.tagout.remediation.run.Run;
import dev.tagout.remediation.run.RunQueue;
import dev.tagout.remediation.run.WorkBell;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes runs that are due as soon as the bell rings, and works on some at a time. What it cannot
 * bring to an end it leaves to its lease: then it, or another replica, takes the run again.
 */
@ApplicationScoped
class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final RunQueue queue;
  private final Remedy remedy;
  private final Persistence persistence;
  private final WorkBell bell;
  private final Traces traces;
  private final RemediationConfig.Work config;
  private final UUID me = UUID.randomUUID();
  private final Set<RunId> inHand = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private ExecutorService hands;
  private Thread thread;

  Worker(
      RunQueue queue,
      Remedy remedy,
      Persistence persistence,
      WorkBell bell,
      Traces traces,
      RemediationConfig config) {
    this.queue = queue;
    this.remedy = remedy;
    this.persistence = persistence;
    this.bell = bell;
    this.traces = traces;
    this.config = config.work();
  }

  /**
   * Platform threads: adapters call native libraries, which would hold on to the few carriers of
   * virtual threads for as long as a hypervisor takes.
   */
  void start(@Observes StartupEvent event) {
    hands =
        Executors.newFixedThreadPool(
            config.parallel(), Thread.ofPlatform().name("remedy-", 0).daemon().factory());
    thread = Thread.ofPlatform().name("remediation-worker").daemon().start(this::run);
  }

  /** What is in hand is brought to an end, if that does not take long. */
  void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) throws InterruptedException {
    stopping = true;
    bell.ring();
    thread.join(FAREWELL.toMillis());
    hands.shutdown();
    if (!hands.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
      hands.shutdownNow();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        if (takeSome() == 0) {
          bell.await(config.poll());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        if (!stopping) {
          LOG.warnf("runs wait: %s", LogKey.REASON.is(e));
        }
        pause();
      }
    }
  }

  private void pause() {
    try {
      bell.await(config.poll());
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private int takeSome() {
    queue.renew(me, Set.copyOf(inHand));
    int free = config.parallel() - inHand.size();
    List<Claim> claims = free > 0 ? queue.claim(me, free) : List.of();
    claims.forEach(this::take);
    return claims.size();
  }

  private void apply(Claim claim) {
    Run run = claim.run();
    if (run.cause().isEmpty()) {
      remedy.apply(claim);
      return;
    }
    try (Step step = traces.begin("remedy", run.cause())) {
      step.with(LogKey.RUN_ID, run.id()).with(LogKey.VM_ID, run.vm());
      step.with(LogKey.HOST_ID, run.host()).with(LogKey.DECISION_ID, run.decision());
      remedy.apply(claim);
    }
  }

  private void take(Claim claim) {
    if (!inHand.add(claim.run().id())) {
      // The lease ran out while the database was away, and is ours again: someone is at it.
      return;
    }
    hands.execute(
        () -> {
          try {
            persistence.insist(claim, () -> apply(claim));
          } catch (RuntimeException | Error e) {
            LOG.errorf(
                e,
                "left to its lease: %s %s",
                LogKey.RUN_ID.is(claim.run().id()),
                LogKey.REASON.is(e));
          } finally {
            inHand.remove(claim.run().id());
            bell.ring();
          }
        });
  }
}
