package dev.tagout.platform.outbox;

import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The database. */
@ApplicationScoped
class DatabasePart implements Part {
  private static final int PATIENCE_SECONDS = 2;

  private final DataSource database;

  DatabasePart(DataSource database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public List<Impairment> look() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(PATIENCE_SECONDS) ? List.of() : away("it does not answer");
    } catch (SQLException e) {
      return away(e.getMessage());
    }
  }

  private static List<Impairment> away(String reason) {
    return Impairment.of(
        "PostgreSQL is away: what needs it is answered with 503, so that hooks go by their tickets"
            + " and their fail mode, and events wait in Kafka ("
            + reason
            + ")");
  }
}
