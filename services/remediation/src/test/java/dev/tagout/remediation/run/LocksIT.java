package dev.tagout.remediation.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.remediation.world.Lab;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims and limits are taken under locks of a transaction, which end with the replica. */
@QuarkusTest
@TestProfile(Lab.class)
class LocksIT {
  @Inject DataSource database;

  @ParameterizedTest
  @CsvSource({
    "idle_in_transaction_session_timeout,1min",
    "tcp_keepalives_idle,5",
    "tcp_keepalives_interval,2",
    "tcp_keepalives_count,3",
    "tcp_user_timeout,10000"
  })
  void aReplicaThatVanishesDoesNotKeepThem(String setting, String value) throws SQLException {
    // When
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet shown = statement.executeQuery("SHOW " + setting)) {
      // Then
      shown.next();
      assertThat(shown.getString(1)).isEqualTo(value);
    }
  }
}
