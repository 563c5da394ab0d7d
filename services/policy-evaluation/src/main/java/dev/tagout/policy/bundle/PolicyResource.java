package dev.tagout.policy.bundle;

import dev.tagout.policy.database.Database;
import dev.tagout.policy.page.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The revisions over HTTP. */
@Path("/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PolicyResource {
  private final Database database;

  PolicyResource(Database database) {
    this.database = database;
  }

  /**
   * A revision.
   *
   * @param active whether every replica decides by it
   */
  public record Revision(String revision, Instant loadedAt, boolean active) {}

  /** The revisions that were ever active, newest first. */
  @GET
  public Page<Revision> revisions() {
    return new Page<>(
        database.call(
            on ->
                on.rows(
                    "SELECT b.revision, b.loaded_at, a.revision IS NOT NULL FROM bundle b"
                        + " LEFT JOIN active_policy a USING (revision)"
                        + " ORDER BY b.loaded_at DESC LIMIT 1000",
                    row ->
                        new Revision(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getBoolean(3)))),
        null);
  }
}
