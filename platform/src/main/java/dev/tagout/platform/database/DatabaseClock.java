package dev.tagout.platform.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The time of all replicas of a service: that of their database. What one of them writes, such as
 * when a place expires or since when a verdict is due, others compare with their own time; so a
 * machine whose clock is wrong, or jumps, must not have a time of its own. Asked every few seconds;
 * between, and while the database is away, the time runs on by the machine's monotonic clock.
 */
@ApplicationScoped
class DatabaseClock {
  private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);

  /** An answer that took longer says too little about the time. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  /** Less is what clocks do that are kept by NTP. */
  private static final Duration WORTH_A_WORD = Duration.ofSeconds(2);

  private final SteadyClock clock = new SteadyClock(System::nanoTime, Instant.now());
  private final DataSource database;
  private Thread thread;
  private boolean told;

  DatabaseClock(DataSource database, MeterRegistry meters) {
    this.database = database;
    Gauge.builder("tagout.clock.ahead", this, c -> seconds(c.ahead()))
        .description("How far this machine's clock is ahead of the database's")
        .baseUnit("seconds")
        .register(meters);
  }

  @Produces
  @ApplicationScoped
  Clock clock() {
    return clock;
  }

  /** Before anybody asks for the time. */
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    ask();
    thread = Thread.ofPlatform().name("database-clock").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(ASK_EVERY);
        ask();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()")) {
      long asked = System.nanoTime();
      try (ResultSet row = select.executeQuery()) {
        row.next();
        Instant at = row.getObject(1, OffsetDateTime.class).toInstant();
        long answered = System.nanoTime();
        if (answered - asked < SLOW.toNanos()) {
          clock.set(at, asked, answered);
          warn();
        }
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debugf("the database's time is not known: %s", e.getMessage());
    }
  }

  /** Once, for as long as it is so. */
  private void warn() {
    Duration ahead = ahead();
    boolean off = ahead.abs().compareTo(WORTH_A_WORD) > 0;
    if (off && !told) {
      LOG.warnf(
          "this machine's clock is %s s %s the database's, by which time is told",
          Math.abs(seconds(ahead)), ahead.isNegative() ? "behind" : "ahead of");
    }
    told = off;
  }

  private Duration ahead() {
    return clock.ahead(Instant.now());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
