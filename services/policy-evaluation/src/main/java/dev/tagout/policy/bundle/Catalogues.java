package dev.tagout.policy.bundle;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.policy.database.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The rules that revisions have, also those that decide no more. A revision never changes. */
@ApplicationScoped
public class Catalogues {
  private static final int KEPT = 20;

  private final Map<String, Catalogue> byRevision =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Catalogue> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @return empty when the revision is not stored, or this version cannot read it
   */
  public Optional<Catalogue> of(Statements on, String revision) throws SQLException {
    synchronized (byRevision) {
      Catalogue known = byRevision.get(revision);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<byte[]> content =
        on.first("SELECT content FROM bundle WHERE revision = ?", row -> row.getBytes(1), revision);
    Optional<Catalogue> read = content.flatMap(Catalogues::read);
    synchronized (byRevision) {
      read.ifPresent(catalogue -> byRevision.put(revision, catalogue));
    }
    return read;
  }

  private static Optional<Catalogue> read(byte[] archive) {
    try {
      return Optional.of(Catalogue.of(Bundle.read(archive).data()));
    } catch (ContractViolation e) {
      return Optional.empty();
    }
  }
}
