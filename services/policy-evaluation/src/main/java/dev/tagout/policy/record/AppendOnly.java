package dev.tagout.policy.record;

import dev.tagout.policy.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Whether the role that the service works by could change the record. */
@ApplicationScoped
class AppendOnly {
  private static final Logger LOG = Logger.getLogger(AppendOnly.class);

  private final Database database;
  private volatile boolean looked;

  AppendOnly(Database database) {
    this.database = database;
  }

  /** The tables of the record that the role may change; none, where it is set up as it should. */
  List<String> changeable() {
    return database.call(
        on ->
            on.rows(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                    + " WHERE t.tgname = 'append_only' AND NOT c.relispartition"
                    + " AND has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') ORDER BY 1",
                row -> row.getString(1)));
  }

  /** Says so in the log, once. */
  void complainOnce() {
    if (looked) {
      return;
    }
    List<String> changeable = changeable();
    if (!changeable.isEmpty()) {
      LOG.warnf(
          "the database role is too strong, only triggers keep it from changing %s:"
              + " let quarkus.datasource.username be another one than quarkus.flyway.username",
          String.join(", ", changeable));
    }
    looked = true;
  }
}
