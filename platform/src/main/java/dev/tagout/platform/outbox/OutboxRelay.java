package dev.tagout.platform.outbox;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.database.Transaction;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.FencedWriter;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.platform.trace.Step;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.platform.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Brings the rows of the table {@code outbox} to Kafka, in the order of their ids, and deletes what
 * is durable there. A transaction that changes something writes its messages into that table, so
 * both happen or neither does. A crash between sending and deleting sends again: consumers know the
 * message by its id. An advisory lock lets one replica relay at a time, which keeps the order.
 *
 * <p>Ids are given before a transaction commits, so a row may appear behind one with a higher id.
 * Whoever writes two messages with the same key holds a lock on the same row before, so that within
 * a key the ids are in the order of the commits.
 *
 * <p>The lock ends with its transaction, and a replica that lost the connection to the database may
 * not know: what it has under way then arrives late, behind newer messages of the next replica.
 * Where all messages are kept that is a message that came twice. On a compacted topic it would stay
 * the newest of its key for good, so what goes there goes through {@link FencedWriter} (ADR 17).
 *
 * <p>A row that Kafka will never take is moved to {@code outbox_dead} with the reason, and what is
 * behind it goes on; see {@link OutboxDead}. Any other failure is waited for, and holds up what has
 * the same key, and when nothing of a topic goes, the topic; not the others.
 */
@ApplicationScoped
public class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 500;
  private static final long IDLE_MILLIS = 200;
  private static final long AWAY_MILLIS = 1000;

  /** Held by who relays, while it does. Any number that nobody else locks in this database. */
  static final long LOCK = 7_824_686_601L;

  /**
   * A row for a topic that this version does not know may be of a newer one, which runs beside it
   * during an upgrade and relays it. When nobody has for so long, nobody will.
   */
  private static final Duration UNKNOWN = Duration.ofMinutes(10);

  /** Longer than the producer's delivery.timeout.ms: then it is known what was sent. */
  private static final Duration FAREWELL = Duration.ofSeconds(12);

  private final DataSource database;
  private final KafkaWriter writer;
  private final FencedWriter fenced;
  private final Traces traces;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Semaphore wakeUp = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private final RestingTopics resting = new RestingTopics(System::nanoTime);

  private volatile boolean stopping;
  private Thread thread;

  OutboxRelay(
      DataSource database,
      KafkaWriter writer,
      FencedWriter fenced,
      Traces traces,
      MeterRegistry meters,
      Clock clock) {
    this.database = database;
    this.writer = writer;
    this.fenced = fenced;
    this.traces = traces;
    this.meters = meters;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
  }

  void stop(@Observes @Priority(StopOrder.MESSAGES) ShutdownEvent event)
      throws InterruptedException {
    stopping = true;
    stopped.countDown();
    wakeUp.release();
    if (thread == null) {
      return;
    }
    thread.join(FAREWELL);
  }

  /** Says that a transaction which wrote to the outbox was committed. Cheap; may be left out. */
  public void wake() {
    if (wakeUp.availablePermits() == 0) {
      wakeUp.release();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        if (relayBatch() < BATCH) {
          await(IDLE_MILLIS);
        }
      } catch (SQLException | RuntimeException | Error e) {
        // An error too: without this thread nobody would hear anything again, and nobody know why.
        if (!stopping) {
          LOG.warnf("outbox waits: %s", LogKey.REASON.is(e));
        }
        pause(AWAY_MILLIS);
      }
    }
  }

  private void await(long millis) {
    try {
      if (wakeUp.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        wakeUp.drainPermits();
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** Wakes up for the end only: what was committed meanwhile does not bring back what is away. */
  private void pause(long millis) {
    try {
      if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
        stopping = true;
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** How many rows it took in hand. */
  private int relayBatch() throws SQLException {
    return Transaction.run(database, on -> locked(on) ? relay(on) : 0);
  }

  private static boolean locked(Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
      lock.setLong(1, LOCK);
      try (ResultSet result = lock.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  private int relay(Connection connection) throws SQLException {
    List<Row> rows = next(connection);
    if (rows.isEmpty()) {
      return 0;
    }
    Batch batch = send(connection, rows);
    for (Batch.Refused refused : batch.refused()) {
      OutboxDead.add(connection, refused.row(), refused.reason(), clock.instant());
    }
    OutboxDead.overtaken(connection, ids(connection, batch.delivered()));
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      List<Row> done = new ArrayList<>(batch.delivered());
      batch.refused().forEach(refused -> done.add(refused.row()));
      delete.setArray(1, ids(connection, done));
      delete.executeUpdate();
    }
    meters.counter("tagout.outbox.sent").increment(batch.delivered().size());
    batch.refused().forEach(this::tell);
    rest(batch);
    return rows.size();
  }

  private void tell(Batch.Refused refused) {
    meters.counter("tagout.outbox.put.aside", "topic", refused.row().topic()).increment();
    LOG.errorf(
        "Kafka never takes this message, put aside in outbox_dead: %s %s %s",
        LogKey.TOPIC.is(refused.row().topic()),
        LogKey.EVENT_ID.is(refused.row().ceId()),
        LogKey.REASON.is(refused.reason()));
  }

  private void rest(Batch batch) {
    resting.flow(batch.flowingTopics());
    if (batch.failure() == null) {
      return;
    }
    LOG.warnf("outbox waits: %s", LogKey.REASON.is(batch.failure()));
    Set<String> stuck = batch.stuckTopics();
    if (batch.delivered().isEmpty()) {
      resting.away(stuck);
    } else {
      resting.stuck(stuck);
    }
    if (stuck.isEmpty()) {
      // Some partitions of a topic are away: what goes is sent, now and then.
      pause(AWAY_MILLIS);
    }
  }

  private List<Row> next(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + Row.COLUMNS
                + " FROM outbox WHERE topic <> ALL (?) AND (topic = ANY (?) OR ce_time < ?)"
                + " ORDER BY id LIMIT "
                + BATCH)) {
      select.setArray(1, connection.createArrayOf("text", resting.now().toArray()));
      select.setArray(2, connection.createArrayOf("text", Row.TOPICS.keySet().toArray()));
      select.setObject(3, clock.instant().minus(UNKNOWN).atOffset(ZoneOffset.UTC));
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(Row.of(row));
        }
      }
      return rows;
    }
  }

  private Batch send(Connection connection, List<Row> rows) {
    Map<Row, RuntimeException> failures = new HashMap<>();
    Outgoing compacted = new Outgoing();
    Outgoing others = new Outgoing();
    for (Row row : rows) {
      try {
        (row.isOnCompactedTopic() ? compacted : others).add(row, record(row));
      } catch (ContractViolation e) {
        failures.put(row, e);
      }
    }
    if (!compacted.isEmpty()) {
      compacted.note(fenced.attempt(compacted.records, () -> requireLock(connection)), failures);
    }
    if (!others.isEmpty()) {
      if (!compacted.isEmpty()) {
        requireLock(connection);
      }
      others.note(writer.attempt(others.records), failures);
    }
    return Batch.of(rows, failures);
  }

  /** Rows with their records. */
  private static final class Outgoing {
    final List<Row> rows = new ArrayList<>();
    final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();

    void add(Row row, ProducerRecord<String, byte[]> record) {
      rows.add(row);
      records.add(record);
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }

    void note(Map<Integer, RuntimeException> reasons, Map<Row, RuntimeException> failures) {
      reasons.forEach((place, reason) -> failures.put(rows.get(place), reason));
    }
  }

  /** The lock is that of the transaction: while the connection works in it, nobody else has it. */
  private static void requireLock(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      throw new IllegalStateException("another replica may relay by now", e);
    }
  }

  /** Says to which trace it belongs, and where it is collected, when the record was sent. */
  private ProducerRecord<String, byte[]> record(Row row) {
    ProducerRecord<String, byte[]> record = row.toRecord().toProducerRecord();
    Optional<TraceParent> cause = row.cause();
    if (cause.isPresent()) {
      try (Step step = traces.beginSending("send " + record.topic(), cause)) {
        step.with(LogKey.TOPIC, record.topic()).with(LogKey.EVENT_ID, row.ceId());
        step.traceParent().ifPresent(parent -> parent.writeTo(record.headers()));
      }
    }
    return record;
  }

  private static Array ids(Connection connection, List<Row> rows) throws SQLException {
    return connection.createArrayOf("bigint", rows.stream().map(Row::id).toArray());
  }
}
