package dev.tagout.policy.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tagout.contracts.finding.TamperFinding;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.MerkleTree;
import dev.tagout.contracts.record.RecordEntry;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.signature.SigningKey;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.message.Messages;
import dev.tagout.policy.record.RecordTables.Key;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Seals what was committed, a few seconds later. The queue {@code unsealed} is filled by the
 * transactions themselves, so an entry is seen here exactly when it is there, in whatever order
 * they commit and whatever time they bear; it leaves the queue in the transaction that seals it, so
 * it is sealed once. An advisory lock lets one replica seal at a time.
 */
@ApplicationScoped
class Sealer {
  private static final Logger LOG = Logger.getLogger(Sealer.class);
  private static final Duration AWAY = Duration.ofSeconds(1);

  /** Any number that nobody else locks in this database. */
  private static final long LOCK = 7_824_686_603L;

  /** Beyond it nobody needs to know how many wait. */
  private static final int MOST_COUNTED = 100_000;

  /** A seal is checked as one answer over HTTP, with all of its rows. */
  private static final int MOST_IN_A_SEAL = 5000;

  private final Database database;
  private final Optional<SigningKey> key;
  private final OutboxRelay outbox;
  private final AppendOnly appendOnly;
  private final Clock clock;
  private final int most;
  private final Duration every;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile int waiting;
  private volatile Instant lastSealed;
  private Thread thread;

  Sealer(
      Database database,
      RecordKey key,
      OutboxRelay outbox,
      AppendOnly appendOnly,
      Clock clock,
      PolicyConfig config,
      MeterRegistry meters) {
    this.database = database;
    this.key = key.get();
    this.outbox = outbox;
    this.appendOnly = appendOnly;
    this.clock = clock;
    this.most = config.record().entries();
    if (most < 1 || most > MOST_IN_A_SEAL) {
      throw new IllegalStateException(
          "tagout.policy.record.entries must be from 1 to " + MOST_IN_A_SEAL);
    }
    this.every = config.record().every();
    Gauge.builder("tagout.record.unsealed", () -> waiting)
        .description("entries of the record that wait for their seal, counted up to 100000")
        .register(meters);
    Gauge.builder("tagout.record.seal.age", this::age)
        .baseUnit("seconds")
        .description("how old the newest seal is while entries wait for theirs, else 0")
        .register(meters);
  }

  void start(@Observes StartupEvent event) {
    if (key.isEmpty()) {
      LOG.warn(
          "the record is not signed: who may write to the database can make a whole new one."
              + " Set tagout.policy.record.signing-key");
    }
    thread = Thread.ofPlatform().name("sealer").daemon().start(this::run);
  }

  void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    if (thread != null) {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  private void run() {
    Duration pause = Duration.ZERO;
    try {
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          appendOnly.complainOnce();
          pause = sealBatch() < most ? every : Duration.ZERO;
          measure();
        } catch (RuntimeException | Error e) {
          // An error too: without this thread nothing would be sealed again, and nobody know why.
          LOG.warnf("nothing is sealed: %s", LogKey.REASON.is(e));
          pause = AWAY;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("sealer ends");
    }
  }

  private void measure() {
    waiting =
        database
            .call(
                on ->
                    on.first(
                        "SELECT count(*) FROM (SELECT 1 FROM unsealed LIMIT ?) queue",
                        row -> row.getInt(1),
                        MOST_COUNTED))
            .orElse(0);
    lastSealed = database.call(RecordTables::lastSeal).map(Seal::sealedAt).orElse(null);
  }

  private double age() {
    Instant last = lastSealed;
    return waiting == 0 || last == null
        ? 0
        : Duration.between(last, clock.instant()).toMillis() / 1e3;
  }

  /** Seals what waits, as much as one seal takes, and says how much that was. */
  private int sealBatch() {
    int taken = database.transaction(on -> locked(on) ? seal(on) : 0);
    if (taken > 0) {
      outbox.wake();
    }
    return taken;
  }

  private static boolean locked(Statements on) throws SQLException {
    return on.first("SELECT pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), LOCK)
        .orElseThrow();
  }

  private record Queued(long number, Key key) {}

  private int seal(Statements on) throws SQLException {
    // Only what this version knows: another replica may be newer, and have more tables.
    List<Queued> queue =
        on.rows(
            "SELECT number, source, id FROM unsealed WHERE source = ANY (?) ORDER BY number LIMIT ?",
            row -> new Queued(row.getLong(1), new Key(row.getString(2), row.getString(3))),
            Source.tables(),
            most);
    if (queue.isEmpty()) {
      return 0;
    }
    Set<Key> keys = new LinkedHashSet<>(queue.stream().map(Queued::key).toList());
    keys.removeAll(sealed(on, keys));
    if (!keys.isEmpty()) {
      append(on, entries(on, keys));
    }
    on.update(
        "DELETE FROM unsealed WHERE number = ANY (?::bigint[])",
        queue.stream().map(Queued::number).toList());
    return queue.size();
  }

  /** Nobody but an administrator can queue something twice; that must not bring all to a halt. */
  private static Set<Key> sealed(Statements on, Set<Key> keys) throws SQLException {
    return new HashSet<>(
        on.rows(
            "SELECT e.source, e.id FROM seal_entry e"
                + " JOIN unnest(?::text[], ?::text[]) AS q (source, id) USING (source, id)",
            row -> new Key(row.getString(1), row.getString(2)),
            keys.stream().map(Key::source).toList(),
            keys.stream().map(Key::id).toList()));
  }

  private List<RecordEntry> entries(Statements on, Set<Key> keys) throws SQLException {
    Map<Key, RecordEntry> rows = RecordTables.rows(on, keys);
    List<RecordEntry> entries = new ArrayList<>();
    Messages alarms = new Messages();
    for (Key key : keys) {
      RecordEntry row = rows.get(key);
      if (row == null) {
        LOG.errorf(
            "%s %s is gone and was not sealed yet: somebody removed it", key.source(), key.id());
        alarms.add(TamperFinding.ofRemoved(key.source(), key.id(), now()));
      }
      entries.add(row == null ? RecordEntry.gone(key.source(), key.id()) : row);
    }
    if (!alarms.json().isEmpty()) {
      on.json("SELECT put_outbox(?::jsonb)", alarms.json());
    }
    return entries;
  }

  private void append(Statements on, List<RecordEntry> entries) throws SQLException {
    Optional<Seal> last = RecordTables.lastSeal(on);
    List<Hash> leaves = entries.stream().map(RecordEntry::leaf).toList();
    Seal seal =
        Seal.make(
            last.map(Seal::number).orElse(0L) + 1,
            last.map(Seal::end).orElse(1L),
            leaves.size(),
            MerkleTree.root(leaves),
            last.map(Seal::hash).orElse(Hash.NONE),
            now(),
            key);
    if (key.isPresent()) {
      on.update(
          "INSERT INTO seal_key (id, public_key, first_used_at) VALUES (?, ?, ?)"
              + " ON CONFLICT DO NOTHING",
          seal.keyId(),
          key.get().verification().pem(),
          seal.sealedAt());
    }
    RecordTables.insert(on, seal.first(), entries, leaves);
    RecordTables.insert(on, seal);
    on.json("SELECT put_outbox(?::jsonb)", message(seal));
  }

  private static ArrayNode message(Seal seal) {
    return new Messages()
        .add(
            Topic.RECORD,
            "record",
            "seal-" + seal.number() + "-" + seal.hash(),
            MessageType.RECORD_SEALED,
            "record",
            seal.sealedAt(),
            seal)
        .json();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
