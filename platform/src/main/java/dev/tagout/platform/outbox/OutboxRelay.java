package dev.tagout.platform.outbox;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.platform.messaging.OutgoingRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Brings the rows of the table {@code outbox} to Kafka, in the order of their ids, and deletes what
 * is durable there. A transaction that changes something writes its messages into that table, so
 * both happen or neither does. A crash between sending and deleting sends again: consumers know the
 * message by its id. An advisory lock lets one replica relay at a time, which keeps the order.
 */
@ApplicationScoped
public class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 500;
  private static final long IDLE_MILLIS = 200;
  private static final long AWAY_MILLIS = 1000;

  /** Any number that nobody else locks in this database. */
  private static final long LOCK = 7_824_686_601L;

  private static final Map<String, Topic> TOPICS =
      Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::name, Function.identity()));

  private final DataSource database;
  private final KafkaWriter writer;
  private final MeterRegistry meters;
  private final Semaphore wakeUp = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;
  private Thread thread;

  OutboxRelay(DataSource database, KafkaWriter writer, MeterRegistry meters) {
    this.database = database;
    this.writer = writer;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    stopped.countDown();
    wakeUp.release();
    if (thread == null) {
      return;
    }
    thread.join(TimeUnit.SECONDS.toMillis(5));
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

  private int relayBatch() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        int sent = locked(connection) ? send(connection) : 0;
        connection.commit();
        connection.setAutoCommit(true);
        return sent;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
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

  private int send(Connection connection) throws SQLException {
    List<Long> ids = new ArrayList<>();
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, topic, record_key, ce_id, ce_type, ce_source, ce_time, payload::text"
                + " FROM outbox ORDER BY id LIMIT "
                + BATCH)) {
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
          records.add(record(row).toProducerRecord());
        }
      }
    }
    if (ids.isEmpty()) {
      return 0;
    }
    writer.write(records);
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      delete.executeUpdate();
    }
    meters.counter("tagout.outbox.sent").increment(ids.size());
    return ids.size();
  }

  private static OutgoingRecord record(ResultSet row) throws SQLException {
    String key = row.getString(3);
    return new OutgoingRecord(
        TOPICS.get(row.getString(2)),
        key,
        row.getString(4),
        row.getString(5),
        URI.create(row.getString(6)),
        key,
        row.getObject(7, java.time.OffsetDateTime.class).toInstant(),
        row.getString(8));
  }
}
