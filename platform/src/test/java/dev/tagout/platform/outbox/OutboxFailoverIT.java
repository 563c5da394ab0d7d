package dev.tagout.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Database;
import dev.tagout.lab.infrastructure.KafkaProcess;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.lab.infrastructure.Topics;
import dev.tagout.platform.messaging.Committed;
import dev.tagout.platform.messaging.FencedWriter;
import dev.tagout.platform.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two relays on one database and one broker, over networks that break: per key the order holds, the
 * newest message stays the newest, and none is missing.
 */
@Timeout(180)
class OutboxFailoverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Far less than a service's, so that the test need not wait for so long. */
  private static final String VANISHED = "-c idle_in_transaction_session_timeout=2000";

  @TempDir static Path directory;

  private static KafkaProcess kafka;
  private static Link linkToKafka;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Database database;
  private Connection connection;

  @BeforeAll
  static void startKafka() {
    int detour = Port.free();
    linkToKafka = new Link(detour);
    kafka =
        new KafkaProcess(
            Checkout.current(),
            Port.free(),
            directory.resolve("kafka"),
            directory.resolve("kafka.log"),
            Optional.empty(),
            Optional.of(new KafkaProcess.Detour(detour, linkToKafka.port())));
    kafka.start();
    Topics.create(kafka.bootstrapServers(), 3);
  }

  @AfterAll
  static void stopKafka() throws IOException {
    linkToKafka.close();
    kafka.kill();
  }

  @BeforeEach
  void createTables() throws SQLException {
    Map<String, String> fresh = TestServers.current().freshDatabase();
    database =
        new Database(
            fresh.get("quarkus.datasource.jdbc.url"),
            fresh.get("quarkus.datasource.username"),
            fresh.get("quarkus.datasource.password"));
    connection = new Connections(database, "").getConnection();
    try (Statement statement = connection.createStatement()) {
      String columns =
          " topic text NOT NULL, record_key text NOT NULL, ce_id text NOT NULL, ce_type text NOT"
              + " NULL, ce_source text NOT NULL, ce_time timestamptz NOT NULL, payload jsonb NOT"
              + " NULL, traceparent text";
      statement.execute(
          "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + columns
              + ")");
      statement.execute(
          "CREATE TABLE outbox_dead (id bigint PRIMARY KEY,"
              + columns
              + ", reason text NOT NULL, dead_at timestamptz NOT NULL, overtaken_by text,"
              + " replayed_at timestamptz)");
    }
  }

  @AfterEach
  void end() throws Exception {
    linkToKafka.heal();
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
    connection.close();
  }

  @Test
  void whatARelayThatLostItsLockHasUnderWayDoesNotTakeThePlaceOfANewerMessage() throws Exception {
    // Given
    String key = "test:late";
    Link toDatabase = linkToDatabase();
    Replica slow = replica(byLink(), new Connections(databaseBy(toDatabase), ""));
    insert("test:warm", 0);
    awaitRelayed();
    linkToKafka.blackhole();
    insert(key, 1);
    awaitSending();

    // When
    toDatabase.refuse();
    Replica other = replica(writer(kafka.bootstrapServers()), new Connections(database, ""));
    insert(key, 2);
    awaitRelayed();
    other.close();
    linkToKafka.heal();
    toDatabase.heal();

    // Then
    // It relays again, so what it had under way has come to its end.
    insert("test:again", 0);
    awaitRelayed();
    assertThat(slow.attempts).hasSizeGreaterThan(2);
    assertThat(idsOf(key)).containsExactly(id(key, 1), id(key, 2));
  }

  @Test
  void aRelayThatVanishesIsReplacedWhenItsTransactionHasIdledForTooLong() throws Exception {
    // Given
    String key = "test:vanished";
    Link toDatabase = linkToDatabase();
    replica(byLink(), new Connections(databaseBy(toDatabase), VANISHED));
    insert("test:warm", 0);
    awaitRelayed();
    linkToKafka.blackhole();
    insert(key, 1);
    awaitSending();

    // When
    toDatabase.blackhole();
    Replica other = replica(writer(kafka.bootstrapServers()), new Connections(database, VANISHED));
    insert(key, 2);

    // Then
    awaitRelayed();
    other.close();
    linkToKafka.heal();
    toDatabase.heal();
    insert("test:again", 0);
    awaitRelayed();
    assertThat(idsOf(key)).containsExactly(id(key, 1), id(key, 2));
  }

  @Test
  void aCrashBetweenSendingAndDeletingSendsAgainUnderTheSameIdsAndInOrder() throws Exception {
    // Given
    String key = "test:crash";
    Link toDatabase = linkToDatabase();
    AtomicBoolean crashed = new AtomicBoolean();
    insert(key, 1);
    insert(key, 2);

    // When
    replica(
        new FencedWriter(settings(kafka.bootstrapServers()), "test") {
          @Override
          public Map<Integer, RuntimeException> attempt(
              List<ProducerRecord<String, byte[]>> records, Proof proof) {
            Map<Integer, RuntimeException> failures = super.attempt(records, proof);
            if (crashed.compareAndSet(false, true)) {
              toDatabase.cut();
            }
            return failures;
          }
        },
        new Connections(databaseBy(toDatabase), ""));
    awaitRelayed();

    // Then
    assertThat(idsOf(key)).containsExactly(id(key, 1), id(key, 2), id(key, 1), id(key, 2));
  }

  @Test
  void theOrderOfEachKeyHoldsThroughManyFailovers() throws Exception {
    // Given
    Link first = linkToDatabase();
    Link second = linkToDatabase();
    replica(byLink(), new Connections(databaseBy(first), ""));
    replica(writer(kafka.bootstrapServers()), new Connections(databaseBy(second), ""));
    int keys = 5;
    int messages = 200;

    // When
    for (int n = 1; n <= messages; n++) {
      for (int key = 0; key < keys; key++) {
        insert("test:many-" + key, n);
      }
      switch (n % 20) {
        case 5 -> first.cut();
        case 10 -> second.cut();
        case 15 -> linkToKafka.cut();
        default -> {}
      }
    }
    awaitRelayed();

    // Then
    for (int key = 0; key < keys; key++) {
      String name = "test:many-" + key;
      List<String> all = IntStream.rangeClosed(1, messages).mapToObj(n -> id(name, n)).toList();
      List<String> read = idsOf(name);
      assertThat(read.stream().distinct()).containsExactlyElementsOf(all);
      assertThat(read.getLast()).isEqualTo(all.getLast());
    }
  }

  /** A relay of a replica of its own. */
  private static final class Replica implements AutoCloseable {
    final List<Integer> attempts = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final OutboxRelay relay;
    private final FencedWriter writer;

    Replica(FencedWriter writer, Connections connections) {
      this.writer = writer;
      this.relay =
          new OutboxRelay(
              connections,
              null,
              new Counted(writer, attempts),
              Traces.none(),
              new SimpleMeterRegistry(),
              Clock.systemUTC());
      relay.start(null);
    }

    @Override
    public void close() {
      try {
        relay.stop(null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      writer.close();
    }
  }

  /** Notes what is sent. */
  private static final class Counted extends FencedWriter {
    private final FencedWriter writer;
    private final List<Integer> attempts;

    Counted(FencedWriter writer, List<Integer> attempts) {
      super(Map.of(), "none");
      this.writer = writer;
      this.attempts = attempts;
    }

    @Override
    public Map<Integer, RuntimeException> attempt(
        List<ProducerRecord<String, byte[]>> records, Proof proof) {
      attempts.add(records.size());
      return writer.attempt(records, proof);
    }
  }

  private Replica replica(FencedWriter writer, Connections connections) {
    Replica replica = new Replica(writer, connections);
    open.add(replica);
    return replica;
  }

  private static FencedWriter byLink() {
    return writer("127.0.0.1:" + linkToKafka.port());
  }

  private static FencedWriter writer(String bootstrapServers) {
    return new FencedWriter(settings(bootstrapServers), "test");
  }

  /** Patient, so that what is under way stays so for as long as the test holds it back. */
  private static Map<String, Object> settings(String bootstrapServers) {
    return Map.of(
        "bootstrap.servers", bootstrapServers,
        "linger.ms", 0,
        "max.block.ms", 30_000,
        "request.timeout.ms", 60_000,
        "delivery.timeout.ms", 120_000,
        "reconnect.backoff.max.ms", 200);
  }

  private Link linkToDatabase() {
    Link link = new Link(URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort());
    open.add(link);
    return link;
  }

  private Database databaseBy(Link link) {
    return database.at(link.port());
  }

  /** One for each transaction, to a database that may be behind a link. */
  private static final class Connections extends BareDataSource {
    private final Database database;
    private final Properties properties = new Properties();

    Connections(Database database, String options) {
      this.database = database;
      properties.put("user", database.username());
      properties.put("password", database.password());
      properties.put("connectTimeout", "2");
      properties.put("options", options);
    }

    @Override
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection(database.jdbcUrl(), properties);
    }
  }

  private static String id(String key, int n) {
    return key + "/" + n;
  }

  private void insert(String key, int n) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time, payload)"
                + " VALUES (?, ?, ?, 'test', '/test', now(), '{}')")) {
      insert.setString(1, Topic.VERDICTS.name());
      insert.setString(2, key);
      insert.setString(3, id(key, n));
      insert.executeUpdate();
    }
  }

  private void awaitRelayed() {
    await("outbox empty").atMost(PATIENCE).until(() -> count("SELECT count(*) FROM outbox") == 0);
  }

  /** Until a relay has the lock and waits for something else than the database. */
  private void awaitSending() {
    await("sending")
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                            + " WHERE l.locktype = 'advisory' AND l.granted"
                            + " AND a.datname = current_database()"
                            + " AND a.state = 'idle in transaction' AND a.query LIKE '%outbox%'")
                    == 1);
  }

  private long count(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<String> idsOf(String key) {
    return Committed.of(kafka.bootstrapServers(), Topic.VERDICTS.topicName(), key).stream()
        .map(
            record ->
                new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
        .toList();
  }
}
