package dev.tagout.policy.verdict;

import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.mark.WakeUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Works off the marks: each VM whose verdict may have changed, by an event, by time or by a new
 * revision. Any replica may do it; a claim keeps two of them from the same VM, and ends by itself
 * when the replica that holds it is gone.
 */
@ApplicationScoped
public class VerdictWorker {
  private static final Logger LOG = Logger.getLogger(VerdictWorker.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Database database;
  private final Instance<StandingVerdicts> verdicts;
  private final OutboxRelay outbox;
  private final Clock clock;
  private final PolicyConfig.Verdicts config;
  private final WakeUp wakeUp;
  private final ExecutorService judges =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("verdicts-", 0).daemon().factory());
  private volatile boolean stopping;
  private Thread thread;

  VerdictWorker(
      Database database,
      Instance<StandingVerdicts> verdicts,
      OutboxRelay outbox,
      WakeUp wakeUp,
      Clock clock,
      PolicyConfig config) {
    this.database = database;
    this.verdicts = verdicts;
    this.outbox = outbox;
    this.wakeUp = wakeUp;
    this.clock = clock;
    this.config = config.verdicts();
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("verdict-worker").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    wakeUp.call();
    thread.join(TimeUnit.SECONDS.toMillis(5));
    judges.shutdown();
  }

  private void run() {
    while (!stopping) {
      try {
        expireReservations();
        if (workOff() == 0) {
          pause();
        }
      } catch (RuntimeException e) {
        if (!stopping) {
          LOG.warnf("verdicts wait: %s", LogKey.REASON.is(e));
        }
        pause();
      } catch (InterruptedException e) {
        stopping = true;
      }
    }
  }

  private void pause() {
    try {
      wakeUp.await(LOOK_EVERY);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void expireReservations() {
    database.call(
        on -> on.first("SELECT expire_reservations(?)", row -> row.getInt(1), clock.instant()));
  }

  private int workOff() throws InterruptedException {
    if (!verdicts.get().canJudge()) {
      return 0;
    }
    Instant now = clock.instant();
    List<Claim> claims =
        database.call(
            on ->
                on.rows(
                    "SELECT vm_id, generation FROM claim_marks(?, ?, ?)",
                    row -> new Claim(new VmId(row.getString(1)), row.getLong(2)),
                    now,
                    now.plus(config.lease()),
                    config.batch()));
    List<Future<?>> judged =
        claims.stream().<Future<?>>map(claim -> judges.submit(() -> judge(claim))).toList();
    for (Future<?> one : judged) {
      try {
        one.get();
      } catch (java.util.concurrent.ExecutionException e) {
        LOG.errorf(e, "verdict failed");
      }
    }
    return claims.size();
  }

  private void judge(Claim claim) {
    try {
      if (verdicts.get().judge(claim.vm(), claim.generation())) {
        outbox.wake();
      }
    } catch (RuntimeException e) {
      LOG.warnf("verdict is tried again: %s %s", LogKey.VM_ID.is(claim.vm()), LogKey.REASON.is(e));
      handBack(claim);
    }
  }

  /** Soon, not at once: what failed may fail again. If this fails too, the claim ends by itself. */
  private void handBack(Claim claim) {
    try {
      database.call(
          on ->
              on.update(
                  "UPDATE mark SET claimed_until = ? WHERE vm_id = ?",
                  clock.instant().plusSeconds(1),
                  claim.vm()));
    } catch (RuntimeException e) {
      LOG.debugf("claim not handed back: %s", LogKey.VM_ID.is(claim.vm()));
    }
  }

  private record Claim(VmId vm, long generation) {}
}
