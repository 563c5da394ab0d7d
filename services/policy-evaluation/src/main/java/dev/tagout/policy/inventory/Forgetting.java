package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.Outage;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Forgets what was seen long ago, host by host: what follows from it is kept. Any number of
 * replicas may do so.
 */
@ApplicationScoped
class Forgetting {
  private static final Logger LOG = Logger.getLogger(Forgetting.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** So much gathers before a host's turn comes, so that it comes once in that time. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final int HOSTS = 50;

  private final Database database;
  private final Clock clock;
  private final Duration history;

  /** The host that had its turn last. */
  private volatile String last = "";

  private ScheduledExecutorService timer;

  Forgetting(Database database, Clock clock, PolicyConfig config) {
    this.database = database;
    this.clock = clock;
    this.history = config.inventory().history();
  }

  void start(@Observes StartupEvent event) {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("forgetting").daemon().factory());
    timer.scheduleWithFixedDelay(
        this::tick, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void tick() {
    try {
      Instant until = clock.instant().minus(history);
      forget(until, until.minus(SLACK));
    } catch (RuntimeException e) {
      LOG.warnf("history is kept for longer: %s", LogKey.REASON.is(e));
    }
  }

  /**
   * Of some hosts, what was seen until then: each by itself, in turn, so that one of which it
   * cannot be done holds up no other.
   *
   * @param since whose turn it is: hosts of which something is kept that is as old
   */
  void forget(Instant until, Instant since) {
    List<HostId> hosts = next(since);
    for (HostId host : hosts) {
      // Before, or a host that brings all of it to an end would be the first the next time.
      last = host.value();
      try {
        forget(host, until);
      } catch (RuntimeException e) {
        if (Outage.explains(e)) {
          throw e;
        }
        LOG.errorf(
            "history is kept for longer: %s %s", LogKey.HOST_ID.is(host), LogKey.REASON.is(e));
      }
    }
    database.call(
        on ->
            on.update(
                "DELETE FROM reservation WHERE expired AND expires_at < ?",
                until.minus(Duration.ofDays(2))));
  }

  /** Behind the one that was last, and then from the beginning. */
  private List<HostId> next(Instant since) {
    return database.call(
        on ->
            on.rows(
                "SELECT host_id FROM (SELECT host_id FROM sighting WHERE seen_at <= ?"
                    + " UNION SELECT host_id FROM host_report WHERE reported_at <= ?"
                    + " AND kind = 'LISTED' GROUP BY host_id HAVING count(*) > 2) due"
                    + " ORDER BY host_id <= ?, host_id LIMIT "
                    + HOSTS,
                row -> new HostId(row.getString(1)),
                since,
                since,
                last));
  }

  private void forget(HostId host, Instant until) {
    database.transaction(
        on -> {
          List<VmId> vms =
              on.rows(
                  "SELECT vm_id FROM placement WHERE host_id = ?",
                  row -> new VmId(row.getString(1)),
                  host);
          on.rows(
              "SELECT 1 FROM vm WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE",
              row -> row.getInt(1),
              vms);
          on.rows("SELECT 1 FROM host WHERE id = ? FOR NO KEY UPDATE", row -> 1, host);
          new Histories(on, host).forget(vms, until);
          return null;
        });
  }
}
