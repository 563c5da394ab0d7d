package dev.tagout.policy.record;

import dev.tagout.platform.log.LogKey;
import dev.tagout.policy.PolicyConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Sees to it that the months to come have partitions, and that those are dropped that are older
 * than the site keeps decisions. What is dropped becomes an entry of the record.
 */
@ApplicationScoped
class DecisionPartitions {
  private static final Logger LOG = Logger.getLogger(DecisionPartitions.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration AHEAD = Duration.ofDays(90);

  /** A month has many rows, which are counted before they are dropped. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final DataSource source;
  private final Clock clock;
  private final Duration keep;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread thread;

  DecisionPartitions(DataSource source, Clock clock, PolicyConfig config) {
    this.source = source;
    this.clock = clock;
    this.keep = config.record().keep();
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("decision-partitions").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    if (thread != null) {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  private void run() {
    try {
      do {
        try {
          tidy();
        } catch (SQLException | RuntimeException e) {
          // Nothing is lost by it: there is a partition for whatever has none.
          LOG.warnf("partitions of decisions are left as they are: %s", LogKey.REASON.is(e));
        }
      } while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("partitions are left alone");
    }
  }

  /** Adds and drops what is due. */
  void tidy() throws SQLException {
    Instant now = clock.instant();
    try (Connection connection = source.getConnection()) {
      for (String added : add(connection, now.plus(AHEAD))) {
        LOG.infof("partition %s is there for decisions to come", added);
      }
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
      try {
        for (String dropped : drop(connection, now.minus(keep))) {
          LOG.infof("partition %s was dropped: it is older than %s", dropped, keep);
        }
      } finally {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }

  private static List<String> add(Connection connection, Instant until) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT add_decision_partitions(?)")) {
      statement.setObject(1, until.atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Array added = row.getArray(1);
        return Arrays.stream((Object[]) added.getArray()).map(String::valueOf).toList();
      }
    }
  }

  private static List<String> drop(Connection connection, Instant before) throws SQLException {
    List<String> dropped = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT drop_decision_partition(?)")) {
      statement.setObject(1, before.atOffset(ZoneOffset.UTC));
      String name;
      do {
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          name = row.getString(1);
        }
        if (name != null) {
          dropped.add(name);
        }
      } while (name != null);
      return dropped;
    }
  }
}
