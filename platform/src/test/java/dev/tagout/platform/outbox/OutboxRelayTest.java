package dev.tagout.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tagout.platform.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What needs no database. */
@Timeout(30)
class OutboxRelayTest {
  /** A database that cannot be reached, in one way or another. */
  private static final class Away extends BareDataSource {
    final AtomicInteger asked = new AtomicInteger();
    final CountDownLatch askedAgain = new CountDownLatch(2);

    @Override
    public Connection getConnection() throws SQLException {
      askedAgain.countDown();
      if (asked.incrementAndGet() == 1) {
        throw new NoClassDefFoundError("an error, not an exception");
      }
      throw new SQLException("away", "08006");
    }
  }

  @Test
  void goesOnAfterAnErrorAndStopsWhenTold() throws Exception {
    // Given
    Away database = new Away();
    OutboxRelay relay =
        new OutboxRelay(
            database,
            null,
            null,
            Traces.none(),
            new SimpleMeterRegistry(),
            java.time.Clock.systemUTC());
    relay.start(null);

    // When
    boolean askedAgain = database.askedAgain.await(10, TimeUnit.SECONDS);
    relay.stop(null);

    // Then
    int asked = database.asked.get();
    relay.wake();
    assertThat(askedAgain).isTrue();
    assertThat(database.asked).hasValue(asked);
  }

  @Test
  void stopsThoughItNeverStarted() {
    // When
    OutboxRelay relay =
        new OutboxRelay(
            new Away(),
            null,
            null,
            Traces.none(),
            new SimpleMeterRegistry(),
            java.time.Clock.systemUTC());

    // Then
    assertThatCode(() -> relay.stop(null)).doesNotThrowAnyException();
  }
}
