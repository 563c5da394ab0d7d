package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.policy.database.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** The data of the active bundle: parameters, and what its rules say of themselves. */
@ApplicationScoped
public class BundleData {
  private final Database database;
  private final ActivePolicy policies;
  private volatile Data last = new Data("", null);

  BundleData(Database database, ActivePolicy policies) {
    this.database = database;
    this.policies = policies;
  }

  /**
   * Not to be changed.
   *
   * @throws dev.tagout.platform.problem.ProblemException 503 when no policy is active yet
   */
  public JsonNode active() {
    String revision = policies.current().revision();
    Data known = last;
    if (!known.revision().equals(revision)) {
      known = new Data(revision, read(revision));
      last = known;
    }
    return known.json();
  }

  private JsonNode read(String revision) {
    byte[] archive =
        database
            .call(
                on ->
                    on.first(
                        "SELECT content FROM bundle WHERE revision = ?",
                        row -> row.getBytes(1),
                        revision))
            .orElseThrow();
    return Bundle.read(archive).data();
  }

  private record Data(String revision, JsonNode json) {}
}
