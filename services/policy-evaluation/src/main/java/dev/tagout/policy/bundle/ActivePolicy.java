package dev.tagout.policy.bundle;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The revision that this replica decides by. The database says which one is active, so that all
 * replicas converge on it; a decision commits only by that one.
 */
@ApplicationScoped
public class ActivePolicy {
  private static final Logger LOG = Logger.getLogger(ActivePolicy.class);

  private final Database database;
  private final PolicyLoader loader;
  private final Clock clock;
  private final Enforcement enforcement;
  private volatile LoadedPolicy current;

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

  /**
   * Makes a bundle the active one, for all replicas, as a whole or not at all: what cannot decide
   * leaves the old one in place. Every VM is judged again.
   *
   * @return whether anything changed
   * @throws ContractViolation when the bundle cannot decide
   */
  synchronized boolean activate(byte[] archive) {
    String revision = Bundle.read(archive).revision();
    if (current != null && current.revision().equals(revision) && isActive(revision)) {
      return false;
    }
    LoadedPolicy loaded = loader.load(archive);
    boolean changed =
        database.transaction(
            on -> {
              on.update(
                  "INSERT INTO bundle (revision, content, loaded_at) VALUES (?, ?, ?)"
                      + " ON CONFLICT DO NOTHING",
                  revision,
                  archive,
                  clock.instant());
              int rows =
                  on.update(
                      "INSERT INTO active_policy AS a (revision, enforcement, activated_at)"
                          + " VALUES (?, ?, ?) ON CONFLICT (one) DO UPDATE SET"
                          + " revision = excluded.revision, enforcement = excluded.enforcement,"
                          + " activated_at = excluded.activated_at"
                          + " WHERE (a.revision, a.enforcement)"
                          + " <> (excluded.revision, excluded.enforcement)",
                      revision,
                      enforcement,
                      clock.instant());
              if (rows > 0) {
                on.json("SELECT mark_vms(array_agg(id), ?) FROM vm", clock.instant());
              }
              return rows > 0;
            });
    replace(loaded);
    LOG.infof("policy active %s", LogKey.REVISION.is(revision));
    return changed;
  }

  /** Follows what another replica has activated. */
  public synchronized void follow() {
    Optional<String> active =
        database.call(
            on -> on.first("SELECT revision FROM active_policy", row -> row.getString(1)));
    if (active.isEmpty() || (current != null && current.revision().equals(active.get()))) {
      return;
    }
    byte[] archive =
        database
            .call(
                on ->
                    on.first(
                        "SELECT content FROM bundle WHERE revision = ?",
                        row -> row.getBytes(1),
                        active.get()))
            .orElseThrow();
    replace(loader.load(archive));
    LOG.infof("policy followed %s", LogKey.REVISION.is(active.get()));
  }

  private boolean isActive(String revision) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT true FROM active_policy WHERE revision = ? AND enforcement = ?",
                    row -> true,
                    revision,
                    enforcement))
        .isPresent();
  }

  /** The old engine is not closed: somebody may be asking it. It goes with its last user. */
  private void replace(LoadedPolicy loaded) {
    current = loaded;
  }
}
