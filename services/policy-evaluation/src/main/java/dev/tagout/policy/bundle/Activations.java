package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tagout.contracts.finding.ChangeFinding;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.policy.PolicyActivated;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.FleetOutlook.Outlook;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.mark.WakeUp;
import dev.tagout.policy.message.Messages;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Makes another revision the one that decides, for all replicas, as a whole or not at all. Whatever
 * fails on the way leaves the old one in place: the signature, the parameters, the load, a trial,
 * the guard, another replica that cannot load it.
 */
@ApplicationScoped
class Activations {
  private static final Logger LOG = Logger.getLogger(Activations.class);
  private static final Duration OTHERS_GET = Duration.ofSeconds(10);
  private static final long LOOK_EVERY_MILLIS = 50;

  private final Database database;
  private final PolicyLoader loader;
  private final ActivePolicy policies;
  private final FleetOutlook fleet;
  private final OutboxRelay outbox;
  private final WakeUp wakeUp;
  private final MeterRegistry meters;
  private final Clock clock;
  private final PolicyConfig.Activation config;

  /** One at a time on this replica; between replicas the row of the active policy decides. */
  private final ReentrantLock turn = new ReentrantLock();

  Activations(
      Database database,
      PolicyLoader loader,
      ActivePolicy policies,
      FleetOutlook fleet,
      OutboxRelay outbox,
      WakeUp wakeUp,
      MeterRegistry meters,
      Clock clock,
      PolicyConfig config) {
    this.database = database;
    this.loader = loader;
    this.policies = policies;
    this.fleet = fleet;
    this.outbox = outbox;
    this.wakeUp = wakeUp;
    this.meters = meters;
    this.clock = clock;
    this.config = config.activation();
    // There before the first one, or an alert would not see it.
    meters.counter("tagout.policy.activations", "outcome", "refused");
  }

  /**
   * Who wants it, and how far.
   *
   * @param by subject of the caller, or the source that the bundle came from
   * @param guarded whether too many newly denied VMs are a reason to refuse
   */
  record Order(String by, boolean guarded) {}

  /**
   * What came of it.
   *
   * @param previous the revision that decided before; null when none did
   * @param changed false when the revision decided already
   * @param impact on the running VMs; null when it was not worked out
   */
  record Activated(
      String revision, String previous, boolean changed, String activatedBy, Outlook impact) {}

  /**
   * @throws ContractViolation when the bundle cannot decide
   * @throws TooManyNewlyDenied when the guard refuses
   */
  Activated activate(byte[] archive, Order order) {
    return inTurn(
        () -> {
          LoadedPolicy candidate = loader.load(archive);
          database.call(
              on ->
                  on.update(
                      "INSERT INTO bundle (revision, content, loaded_at) VALUES (?, ?, ?)"
                          + " ON CONFLICT DO NOTHING",
                      candidate.revision(),
                      archive,
                      now()));
          return activate(candidate, order, false);
        });
  }

  /**
   * One that was active before.
   *
   * @throws ProblemException 404 when it never was
   */
  Activated activate(String revision, Order order) {
    return inTurn(() -> activate(loader.load(content(revision)), order, false));
  }

  /**
   * Returns to the revision that was active before the active one. Twice goes back further.
   *
   * @throws ProblemException 409 when there is none
   */
  Activated rollback(Order order) {
    return inTurn(() -> activate(loader.load(content(before())), order, true));
  }

  private Activated inTurn(java.util.function.Supplier<Activated> work) {
    turn.lock();
    try {
      Activated done = work.get();
      meters.counter("tagout.policy.activations", "outcome", "done").increment();
      return done;
    } catch (RuntimeException e) {
      meters.counter("tagout.policy.activations", "outcome", "refused").increment();
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private Activated activate(LoadedPolicy candidate, Order order, boolean rollback) {
    String active = active().orElse(null);
    if (candidate.revision().equals(active)) {
      candidate.engine().close();
      return new Activated(active, active, false, order.by(), null);
    }
    Outlook outlook = active == null ? null : fleet.under(candidate);
    boolean tooMany = outlook != null && share(outlook) > config.maxNewlyDeniedShare();
    if (tooMany && order.guarded()) {
      candidate.engine().close();
      throw new TooManyNewlyDenied(outlook, share(outlook), config.maxNewlyDeniedShare());
    }
    policies.keep(candidate);
    if (active != null) {
      letOthersLoad(candidate.revision());
    }
    PolicyActivated told = commit(candidate.revision(), order.by(), rollback, tooMany, outlook);
    policies.follow();
    outbox.wake();
    wakeUp.call();
    LOG.infof(
        "policy activated %s %s",
        LogKey.REVISION.is(candidate.revision()), LogKey.SOURCE.is(order.by()));
    return new Activated(told.revision(), told.previous(), true, order.by(), outlook);
  }

  /** A VM for which there would be no answer any more counts like one that is denied. */
  private static double share(Outlook outlook) {
    return outlook.running() == 0
        ? 0
        : (double) (outlook.newlyDenied() + outlook.undecided()) / outlook.running();
  }

  private void letOthersLoad(String revision) {
    database.call(on -> on.update("UPDATE active_policy SET candidate = ?", revision));
    long until = System.nanoTime() + OTHERS_GET.toNanos();
    List<Other> waiting = others(revision);
    while (!waiting.isEmpty() && System.nanoTime() < until) {
      for (Other other : waiting) {
        if (other.refused() != null && other.refused().startsWith(revision + ": ")) {
          database.call(on -> on.update("UPDATE active_policy SET candidate = NULL"));
          throw new ContractViolation(
              "bundle", "cannot be loaded by replica " + other.id() + ": " + other.refused());
        }
      }
      pause();
      waiting = others(revision);
    }
    if (!waiting.isEmpty()) {
      LOG.warnf(
          "replicas did not load it in time and will load it late: %s",
          LogKey.REASON.is(waiting.stream().map(Other::id).toList()));
    }
  }

  private record Other(String id, String refused) {}

  private List<Other> others(String revision) {
    return database.call(
        on ->
            on.rows(
                "SELECT id, refused FROM replica WHERE id <> ?::uuid"
                    + " AND prepared IS DISTINCT FROM ? AND revision IS DISTINCT FROM ?",
                row -> new Other(row.getString(1), row.getString(2)),
                policies.replica(),
                revision,
                revision));
  }

  private PolicyActivated commit(
      String revision, String by, boolean rollback, boolean forced, Outlook outlook) {
    Instant at = now();
    return database.transaction(
        on -> {
          ActivePolicy.aloneWithDecisions(on);
          String previous =
              on.first("SELECT revision FROM active_policy FOR UPDATE", row -> row.getString(1))
                  .orElse(null);
          PolicyActivated told =
              new PolicyActivated(
                  revision,
                  previous,
                  at,
                  by,
                  rollback,
                  forced,
                  outlook == null ? null : outlook.newlyDenied());
          on.update(
              "INSERT INTO active_policy (revision, enforcement, activated_at) VALUES (?, ?, ?)"
                  + " ON CONFLICT (one) DO UPDATE SET revision = excluded.revision,"
                  + " enforcement = excluded.enforcement, activated_at = excluded.activated_at,"
                  + " candidate = NULL",
              revision,
              policies.enforcement(),
              at);
          on.update(
              "INSERT INTO activation (revision, previous, activated_at, activated_by, rollback,"
                  + " forced, newly_denied) VALUES (?, ?, ?, ?, ?, ?, ?::int)",
              revision,
              previous,
              at,
              by,
              rollback,
              forced,
              told.newlyDenied());
          ActivePolicy.judgeAll(on, at);
          on.json("SELECT put_outbox(?::jsonb)", message(told));
          return told;
        });
  }

  private static ArrayNode message(PolicyActivated told) {
    String id = Ids.next();
    return new Messages()
        .add(
            Topic.POLICIES,
            told.revision(),
            id,
            MessageType.POLICY_ACTIVATED,
            "policies",
            told.activatedAt(),
            told)
        .add(ChangeFinding.of(told, id))
        .json();
  }

  private Optional<String> active() {
    return database.call(
        on -> on.first("SELECT revision FROM active_policy", row -> row.getString(1)));
  }

  /** Rollbacks themselves do not count, or the second one would undo the first. */
  private String before() {
    return database
        .call(
            on ->
                on.first(
                    "SELECT previous FROM activation WHERE revision ="
                        + " (SELECT revision FROM active_policy) AND NOT rollback"
                        + " AND previous IS NOT NULL ORDER BY id DESC LIMIT 1",
                    row -> row.getString(1)))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        409,
                        "nothing-before",
                        "Nothing to return to",
                        "no other revision was active before the active one")));
  }

  private byte[] content(String revision) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT content FROM bundle WHERE revision = ?",
                    row -> row.getBytes(1),
                    revision))
        .orElseThrow(() -> ProblemException.notFound("revision", revision));
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
