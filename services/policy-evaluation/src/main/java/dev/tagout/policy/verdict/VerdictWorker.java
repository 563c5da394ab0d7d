package dev.tagout.policy.verdict;

import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.platform.time.BackOff;
import dev.tagout.platform.trace.Step;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.platform.trace.Traces;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.mark.WakeUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /**
   * After a failure over a VM. Never long, as new facts may be what mends it, and they do not cut
   * it short.
   */
  private static final BackOff AFTER_FAILURE =
      new BackOff(Duration.ofMillis(250), Duration.ofSeconds(4));

  /** How many VMs are judged at the same time. */
  static final int SIDE_BY_SIDE = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static final Duration FAREWELL = Duration.ofSeconds(12);

  private final Database database;
  private final Instance<StandingVerdicts> verdicts;
  private final OutboxRelay outbox;
  private final MeterRegistry meters;
  private final Traces traces;
  private final Clock clock;
  private final PolicyConfig.Verdicts config;
  private final WakeUp wakeUp;
  private final Pace pace;
  private final ExecutorService judges =
      Executors.newFixedThreadPool(
          SIDE_BY_SIDE, Thread.ofPlatform().name("verdicts-", 0).daemon().factory());

  /** Failures in a row of VMs whose last judgement failed here. */
  private final Map<VmId, Integer> failures = new ConcurrentHashMap<>();

  /** What gives claims back, and could not, as the database was away. */
  private final Queue<Runnable> owed = new ConcurrentLinkedQueue<>();

  private volatile boolean stopping;
  private Thread thread;

  VerdictWorker(
      Database database,
      Instance<StandingVerdicts> verdicts,
      OutboxRelay outbox,
      WakeUp wakeUp,
      MeterRegistry meters,
      Traces traces,
      Clock clock,
      PolicyConfig config) {
    this.database = database;
    this.verdicts = verdicts;
    this.outbox = outbox;
    this.wakeUp = wakeUp;
    this.meters = meters;
    this.traces = traces;
    this.clock = clock;
    this.config = config.verdicts();
    this.pace = new Pace(SIDE_BY_SIDE, this.config.batch());
    // There before the first one, or an alert would not see it.
    meters.counter("tagout.verdicts.failed");
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("verdict-worker").daemon().start(this::run);
  }

  /**
   * Judgements that were begun come to an end, and claims on others are given back, so that another
   * replica takes them at once and not when they run out.
   */
  void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) throws InterruptedException {
    stopping = true;
    wakeUp.call();
    if (thread != null) {
      thread.join(FAREWELL);
    }
    judges.shutdown();
  }

  private void run() {
    while (!stopping) {
      try {
        expireReservations();
        if (workOff() == 0) {
          pause();
        }
      } catch (RuntimeException | Error e) {
        // An error too: without this thread verdicts would grow old, and nobody know why.
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
    giveBackWhatIsOwed();
    if (!verdicts.get().canJudge()) {
      return 0;
    }
    List<Claim> claims = claim();
    long began = System.nanoTime();
    List<Future<?>> judged =
        claims.stream().<Future<?>>map(claim -> judges.submit(() -> judge(claim))).toList();
    for (Future<?> one : judged) {
      try {
        one.get();
      } catch (ExecutionException e) {
        LOG.errorf(e.getCause(), "verdict failed");
      }
    }
    if (!claims.isEmpty()) {
      pace.took(claims.size(), Duration.ofNanos(System.nanoTime() - began));
    }
    return claims.size();
  }

  /** Those of a claim that got no answer may be there all the same, and be ours unknown to us. */
  private List<Claim> claim() {
    // What PostgreSQL keeps of an instant.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant until = now.plus(config.lease());
    try {
      return database.call(
          on ->
              // By its key for each claim: nobody knows beforehand how many a function returns,
              // and a join would be planned as one with every mark that there is.
              on.rows(
                  "SELECT c.vm_id, c.generation,"
                      + " (SELECT m.traceparent FROM mark m WHERE m.vm_id = c.vm_id)"
                      + " FROM claim_marks(?, ?, ?) c",
                  row ->
                      new Claim(
                          new VmId(row.getString(1)),
                          row.getLong(2),
                          until,
                          TraceParent.of(row.getString(3))),
                  now,
                  until,
                  pace.size()));
    } catch (RuntimeException e) {
      owed.add(() -> giveAll(until));
      throw e;
    }
  }

  private void judge(Claim claim) {
    if (stopping) {
      handBack(claim, Instant.EPOCH);
      return;
    }
    try {
      if (judged(claim)) {
        outbox.wake();
      }
      failures.remove(claim.vm());
    } catch (RuntimeException | Error e) {
      LOG.warnf("verdict is tried again: %s %s", LogKey.VM_ID.is(claim.vm()), LogKey.REASON.is(e));
      meters.counter("tagout.verdicts.failed").increment();
      handBack(claim, stopping ? Instant.EPOCH : clock.instant().plus(pauseAfterFailure(claim)));
    }
  }

  /** Whatever marked the VM caused its verdict; what only time does has no trace. */
  private boolean judged(Claim claim) {
    if (claim.cause().isEmpty()) {
      return verdicts.get().judge(claim.vm(), claim.generation());
    }
    try (Step step = traces.begin("verdict", claim.cause())) {
      step.with(LogKey.VM_ID, claim.vm());
      return verdicts.get().judge(claim.vm(), claim.generation());
    }
  }

  /** Soon, not at once: what failed may fail again, and others are to have their turn. */
  private Duration pauseAfterFailure(Claim claim) {
    return AFTER_FAILURE.after(failures.merge(claim.vm(), 1, Integer::sum));
  }

  /**
   * Where the database is away, which is why most judgements fail, that is owed until it is back:
   * else nobody would look at the VM before the lease is over.
   */
  private void handBack(Claim claim, Instant until) {
    try {
      give(claim, until);
    } catch (RuntimeException e) {
      owed.add(() -> give(claim, until));
    }
  }

  /** Throws while it cannot be done. */
  private void giveBackWhatIsOwed() {
    for (Runnable giving = owed.peek(); giving != null; giving = owed.peek()) {
      giving.run();
      owed.remove();
    }
  }

  /**
   * @param until when the VM may be claimed again
   */
  private void give(Claim claim, Instant until) {
    database.call(
        on ->
            on.update(
                "UPDATE mark SET claimed_until = ? WHERE vm_id = ? AND claimed_until = ?",
                until,
                claim.vm(),
                claim.until()));
  }

  /**
   * Should another replica have claimed in the same microsecond, then its VMs are judged twice, of
   * which one is outdated.
   */
  private void giveAll(Instant claimedUntil) {
    database.call(
        on ->
            on.update(
                "UPDATE mark SET claimed_until = '-infinity' WHERE claimed_until = ?",
                claimedUntil));
  }

  /**
   * @param until as it stands in the mark, by which the claim is known for ours
   */
  private record Claim(VmId vm, long generation, Instant until, Optional<TraceParent> cause) {}
}
