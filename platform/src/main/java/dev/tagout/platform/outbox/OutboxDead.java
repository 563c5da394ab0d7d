package dev.tagout.platform.outbox;

import dev.tagout.platform.database.Transaction;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Messages that Kafka never takes as they are, in the table {@code outbox_dead}: too large, mostly.
 * What is behind such a message in the outbox goes on, with the same key too; {@code overtaken_by}
 * then says what went first, so that it can be told from a message that nothing follows.
 */
@ApplicationScoped
public class OutboxDead {
  private static final int LONGEST_REASON = 2000;

  /** Held by who replays, while it does. Any number that nobody else locks in this database. */
  private static final long LOCK = 7_824_686_606L;

  /** For one thing that is waited for: less than a connection waits for its answer (10 s). */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final DataSource database;
  private final OutboxRelay relay;
  private final Clock clock;

  OutboxDead(DataSource database, OutboxRelay relay, Clock clock) {
    this.database = database;
    this.relay = relay;
    this.clock = clock;
  }

  /**
   * A message that was put aside.
   *
   * @param topic the topic's name on Kafka; the constant's where this version does not know it
   * @param payload the value; null in lists
   * @param size of the value, in bytes
   * @param overtakenBy id of the first later message with its topic and key that went to Kafka;
   *     null while none did
   * @param replayedAt when it was given to the outbox again; null when it was not
   * @param replayedBy who did that; null when nobody did, or before that was kept
   */
  public record Message(
      long id,
      String topic,
      String key,
      String eventId,
      String eventType,
      Instant time,
      String payload,
      long size,
      String reason,
      Instant deadAt,
      String overtakenBy,
      Instant replayedAt,
      String replayedBy) {}

  private static final String REST =
      ", reason, dead_at, overtaken_by, replayed_at, octet_length(payload::text), replayed_by";
  private static final String COLUMNS = Row.COLUMNS + REST;

  /** Payloads are large here, and a list shows none. */
  private static final String BRIEF = Row.COLUMNS.replace("payload::text", "NULL::text") + REST;

  /** In the transaction that takes the row out of the outbox. */
  static void add(Connection connection, Row row, RuntimeException reason, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO outbox_dead (id, topic, record_key, ce_id, ce_type, ce_source, ce_time,"
                + " payload, traceparent, reason, dead_at) SELECT id, topic, record_key, ce_id,"
                + " ce_type, ce_source, ce_time, payload, traceparent, ?, ? FROM outbox WHERE id ="
                + " ?")) {
      insert.setString(1, clip(String.valueOf(reason.getMessage())));
      insert.setObject(2, now.atOffset(ZoneOffset.UTC));
      insert.setLong(3, row.id());
      insert.executeUpdate();
    }
  }

  /** Notes which messages these rows of the outbox have overtaken: also those replayed before. */
  static void overtaken(Connection connection, Array delivered) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE outbox_dead d SET overtaken_by ="
                + " (SELECT o.ce_id FROM outbox o WHERE o.id = ANY (?) AND o.topic = d.topic"
                + "  AND o.record_key = d.record_key AND o.id > d.id AND o.ce_id <> d.ce_id"
                + "  ORDER BY o.id LIMIT 1) WHERE d.overtaken_by IS NULL"
                + " AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = ANY (?) AND o.topic = d.topic"
                + "  AND o.record_key = d.record_key AND o.id > d.id AND o.ce_id <> d.ce_id)")) {
      update.setArray(1, delivered);
      update.setArray(2, delivered);
      update.executeUpdate();
    }
  }

  /**
   * Messages, newest first.
   *
   * @param before only those with a lower id
   */
  public List<Message> list(int limit, long before) {
    return query(
        "SELECT " + BRIEF + " FROM outbox_dead WHERE id < ? ORDER BY id DESC LIMIT " + limit,
        before);
  }

  public Optional<Message> find(long id) {
    return query("SELECT " + COLUMNS + " FROM outbox_dead WHERE id = ?", id).stream().findFirst();
  }

  private List<Message> query(String sql, long parameter) {
    try {
      return Transaction.run(database, on -> query(on, sql, parameter));
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }

  private static List<Message> query(Connection on, String sql, long parameter)
      throws SQLException {
    try (PreparedStatement select = on.prepareStatement(sql)) {
      select.setLong(1, parameter);
      List<Message> messages = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          messages.add(message(row));
        }
      }
      return messages;
    }
  }

  private static Message message(ResultSet result) throws SQLException {
    Row row = Row.of(result);
    OffsetDateTime replayedAt = result.getObject(13, OffsetDateTime.class);
    return new Message(
        row.id(),
        Row.TOPICS.containsKey(row.topic()) ? Row.TOPICS.get(row.topic()).topicName() : row.topic(),
        row.key(),
        row.ceId(),
        row.ceType(),
        row.time(),
        row.payload(),
        result.getLong(14),
        result.getString(10),
        result.getObject(11, OffsetDateTime.class).toInstant(),
        result.getString(12),
        replayedAt == null ? null : replayedAt.toInstant(),
        result.getString(15));
  }

  /**
   * Gives a message to the outbox again, behind what is there: for when the reason is gone, such as
   * a topic that takes larger records by now.
   *
   * <p>On a compacted topic it must not take the place of a newer message with its key. Nobody who
   * writes to the outbox waits for that: who is writing right now is waited for, and the relay is
   * kept away for the moment of the look.
   *
   * @param again whether to do so if it was done before
   * @param by who wants it
   * @return when that was
   * @throws ProblemException 404 when there is no such message; 409 when it was replayed before, or
   *     is of a compacted topic and something newer with its key exists, which it would replace;
   *     503 when who writes to the outbox, or relays it, does not come to an end
   */
  public Instant replay(long id, boolean again, String by) {
    Instant now = clock.instant();
    try {
      Transaction.run(
          database,
          on -> {
            replay(on, id, again, by, now);
            return null;
          });
    } catch (SQLException e) {
      throw isTimeout(e)
          ? ProblemException.unavailable("the end of what is in the outbox now")
          : new IllegalStateException("the database does not answer", e);
    }
    relay.wake();
    return now;
  }

  private static void replay(Connection on, long id, boolean again, String by, Instant now)
      throws SQLException {
    Message seen = one(on, id, "");
    boolean compacted = isCompacted(seen.topic());
    if (compacted) {
      execute(on, "SET LOCAL lock_timeout = '" + PATIENCE.toMillis() + "ms'");
      // One at a time: each would wait for the other's row.
      lock(on, LOCK);
    }
    long newest = insert(on, id);
    if (compacted) {
      // A message with a lower id than this one is either there for all to see, or of one of these.
      new Writers(on).awaitEnd(PATIENCE);
      // One with a higher id goes behind this one, unless it is relayed before this one is there.
      lock(on, OutboxRelay.LOCK);
    }
    Message message = one(on, id, " FOR UPDATE");
    if (message.replayedAt() != null && !again) {
      throw conflict("replayed", "it was replayed at " + message.replayedAt());
    }
    if (compacted && isOvertaken(on, message, newest)) {
      throw conflict(
          "overtaken",
          message.topic()
              + " is compacted, and a newer message with the key "
              + message.key()
              + " exists: this one would take its place");
    }
    try (PreparedStatement update =
        on.prepareStatement(
            "UPDATE outbox_dead SET replayed_at = ?, replayed_by = ? WHERE id = ?")) {
      update.setObject(1, now.atOffset(ZoneOffset.UTC));
      update.setString(2, by);
      update.setLong(3, id);
      update.executeUpdate();
    }
  }

  private static Message one(Connection on, long id, String locking) throws SQLException {
    return query(on, "SELECT " + COLUMNS + " FROM outbox_dead WHERE id = ?" + locking, id).stream()
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("dead letter", "outbox/0/" + id));
  }

  private static void lock(Connection on, long number) throws SQLException {
    execute(on, "SELECT pg_advisory_xact_lock(" + number + ")");
  }

  private static void execute(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the id of the row in the outbox. */
  private static long insert(Connection on, long id) throws SQLException {
    try (PreparedStatement insert =
        on.prepareStatement(
            "INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time,"
                + " payload, traceparent) SELECT topic, record_key, ce_id, ce_type, ce_source,"
                + " ce_time, payload, traceparent FROM outbox_dead WHERE id = ? RETURNING id")) {
      insert.setLong(1, id);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Waited for a lock, or for writers, for too long (PostgreSQL, appendix A: lock_not_available).
   */
  private static boolean isTimeout(SQLException e) {
    return "55P03".equals(e.getSQLState());
  }

  private static boolean isCompacted(String topicName) {
    return Row.TOPICS.values().stream()
        .anyMatch(topic -> topic.topicName().equals(topicName) && topic.compacted());
  }

  /**
   * @param own the id of the replay itself
   */
  private static boolean isOvertaken(Connection on, Message message, long own) throws SQLException {
    if (message.overtakenBy() != null) {
      return true;
    }
    try (PreparedStatement select =
        on.prepareStatement(
            "SELECT EXISTS (SELECT 1 FROM outbox o JOIN outbox_dead d ON o.topic = d.topic AND"
                + " o.record_key = d.record_key WHERE d.id = ? AND o.id > d.id AND o.id <> ?"
                + " AND o.ce_id <> d.ce_id)")) {
      select.setLong(1, message.id());
      select.setLong(2, own);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static ProblemException conflict(String code, String detail) {
    return new ProblemException(Problem.of(409, code, "Not replayed", detail));
  }

  private static String clip(String text) {
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "…" : text;
  }
}
