package dev.tagout.policy.bundle;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The revision that this replica decides by. The database says which one is active, so that all
 * replicas converge on it; a decision commits only by that one. What is about to be activated is
 * loaded beforehand.
 */
@ApplicationScoped
public class ActivePolicy {
  private static final Logger LOG = Logger.getLogger(ActivePolicy.class);
  private static final Duration GONE_AFTER = Duration.ofSeconds(10);

  private final Database database;
  private final PolicyLoader loader;
  private final Clock clock;
  private final Enforcement enforcement;
  private final UUID replica = UUID.randomUUID();
  private volatile LoadedPolicy current;
  private volatile LoadedPolicy prepared;
  private volatile String refused;

  ActivePolicy(Database database, PolicyLoader loader, Clock clock, PolicyConfig config) {
    this.database = database;
    this.loader = loader;
    this.clock = clock;
    this.enforcement = config.enforcement();
  }

  /**
   * @throws ProblemException 503 when no policy is active yet
   */
  public LoadedPolicy current() {
    LoadedPolicy policy = current;
    if (policy == null) {
      throw new ProblemException(
          Problem.of(503, "no-policy", "No policy", "no policy bundle is active yet"));
    }
    return policy;
  }

  /** Whether anything can be decided. */
  public boolean isReady() {
    return current != null;
  }

  /** What holds for the site. */
  public Enforcement enforcement() {
    return enforcement;
  }

  /** Which of the replicas this one is. */
  UUID replica() {
    return replica;
  }

  /**
   * Decides by what the database says is active.
   *
   * @throws ProblemException 503 when that cannot be loaded here
   */
  public synchronized void follow() {
    String active = row().revision();
    if (active == null || (current != null && current.revision().equals(active))) {
      return;
    }
    LoadedPolicy ready = prepared;
    try {
      take(ready != null && ready.revision().equals(active) ? ready : loader.load(content(active)));
    } catch (ContractViolation e) {
      throw new ProblemException(
          Problem.of(
              503,
              "no-policy",
              "No policy",
              "revision " + active + " cannot be loaded here: " + e.getMessage()));
    }
  }

  /** Loads what is about to be activated, so that nobody waits for it when it is. */
  void prepare() {
    String candidate = row().candidate();
    if (candidate == null) {
      refused = null;
      return;
    }
    if (isAtHand(candidate) || (refused != null && refused.startsWith(candidate + ": "))) {
      return;
    }
    try {
      prepared = loader.load(content(candidate));
    } catch (ContractViolation e) {
      refused = candidate + ": " + e.getMessage();
    }
  }

  private boolean isAtHand(String revision) {
    return (current != null && current.revision().equals(revision))
        || (prepared != null && prepared.revision().equals(revision));
  }

  /** Something that was loaded already, and is to be decided by as soon as it is active. */
  void keep(LoadedPolicy loaded) {
    prepared = loaded;
  }

  /** Tells the others that this replica runs, and by which revision. */
  void report() {
    LoadedPolicy now = current;
    LoadedPolicy next = prepared;
    Instant at = clock.instant();
    database.transaction(
        on -> {
          on.update("DELETE FROM replica WHERE seen_at < ?", at.minus(GONE_AFTER));
          return on.update(
              "INSERT INTO replica (id, revision, prepared, refused, seen_at)"
                  + " VALUES (?::uuid, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                  + " revision = excluded.revision, prepared = excluded.prepared,"
                  + " refused = excluded.refused, seen_at = excluded.seen_at",
              replica,
              now == null ? null : now.revision(),
              next == null ? null : next.revision(),
              refused,
              at);
        });
  }

  /** Does not wait for its time to be up. */
  void leave() {
    database.call(on -> on.update("DELETE FROM replica WHERE id = ?::uuid", replica));
  }

  /**
   * Says what holds for the site, when that is not what the database has. Every VM is judged again.
   *
   * @return whether anything changed
   */
  boolean declareEnforcement() {
    if (!database
        .call(
            on ->
                on.first(
                    "SELECT EXISTS (SELECT 1 FROM active_policy WHERE enforcement <> ?)",
                    row -> row.getBoolean(1),
                    enforcement))
        .orElseThrow()) {
      return false;
    }
    return database.transaction(
        on -> {
          aloneWithDecisions(on);
          boolean changed =
              on.update(
                      "UPDATE active_policy SET enforcement = ? WHERE enforcement <> ?",
                      enforcement,
                      enforcement)
                  > 0;
          if (changed) {
            judgeAll(on, clock.instant());
          }
          return changed;
        });
  }

  /**
   * From here to the end of the transaction no decision commits, and none commits after it that was
   * made by what was active before. As for waivers ({@code waivers_changed}): whoever calls this
   * holds no row. Fails after two seconds: everybody's commits queue behind whoever waits here.
   */
  static void aloneWithDecisions(Statements on) throws SQLException {
    on.rows("SELECT set_config('lock_timeout', '2s', true)", row -> 1);
    on.rows("SELECT pg_advisory_xact_lock(7824686602)", row -> 1);
  }

  static void judgeAll(Statements on, Instant at) throws SQLException {
    on.json("SELECT mark_vms(array_agg(id), ?) FROM vm", at);
  }

  /** The old engine is not closed: somebody may be asking it. It goes with its last user. */
  private void take(LoadedPolicy loaded) {
    current = loaded;
    prepared = null;
    LOG.infof("policy active %s", LogKey.REVISION.is(loaded.revision()));
  }

  private byte[] content(String revision) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT content FROM bundle WHERE revision = ?",
                    row -> row.getBytes(1),
                    revision))
        .orElseThrow();
  }

  private Row row() {
    return database
        .call(
            on ->
                on.first(
                    "SELECT revision, candidate FROM active_policy",
                    row -> new Row(row.getString(1), row.getString(2))))
        .orElse(new Row(null, null));
  }

  private record Row(String revision, String candidate) {}
}
