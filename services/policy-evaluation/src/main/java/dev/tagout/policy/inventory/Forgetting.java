package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.log.LogKey;
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
   * Of some hosts, what was seen until then.
   *
   * @param since whose turn it is: hosts of which something is kept that is as old
   */
  void forget(Instant until, Instant since) {
    List<HostId> hosts =
        database.call(
            on ->
                on.rows(
                    "SELECT host_id FROM sighting WHERE seen_at <= ?"
                        + " UNION SELECT host_id FROM host_report WHERE reported_at <= ?"
                        + " AND kind = 'LISTED' GROUP BY host_id HAVING count(*) > 2 LIMIT "
                        + HOSTS,
                    row -> new HostId(row.getString(1)),
                    since,
                    since));
    for (HostId host : hosts) {
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
    database.call(
        on ->
            on.update(
                "DELETE FROM reservation WHERE expired AND expires_at < ?",
                until.minus(Duration.ofDays(2))));
  }
}
