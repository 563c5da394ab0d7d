package dev.tagout.policy.record;

import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.InclusionProof;
import dev.tagout.contracts.record.MerkleTree;
import dev.tagout.contracts.record.Retention;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntries;
import dev.tagout.contracts.record.UnsealedEntry;
import dev.tagout.contracts.signature.VerificationKey;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.page.Limit;
import dev.tagout.policy.page.Page;
import dev.tagout.policy.record.RecordTables.Key;
import dev.tagout.policy.record.RecordTables.Leaf;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The sealed record over HTTP, so that others check it. Nothing is checked here: who is to be
 * checked is no judge of it.
 */
@Path("/v1/record")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RecordResource {
  private final Database database;
  private final UnsealedRows unsealed;

  RecordResource(Database database, UnsealedRows unsealed) {
    this.database = database;
    this.unsealed = unsealed;
  }

  /**
   * Seals, oldest first.
   *
   * @param after number of the seal after which the page begins
   */
  @Operation(operationId = "listSeals", summary = "Seals of the record, the oldest first")
  @GET
  @Path("/seals")
  public Page<Seal> seals(@RestQuery String after, @RestQuery Integer limit) {
    int size = Limit.of(limit);
    long from = after == null ? 0 : number(after, "after");
    return Page.of(
        database.call(on -> RecordTables.seals(on, from, size + 1)),
        size,
        seal -> seal,
        seal -> String.valueOf(seal.number()));
  }

  /** One seal with all of its entries, each as it is now. */
  @Operation(
      operationId = "getSealedEntries",
      summary = "One seal with its entries, each as it is now")
  @APIResponse(responseCode = "404", description = "there is no such seal")
  @GET
  @Path("/seals/{number}/entries")
  public SealedEntries entries(@RestPath String number) {
    long asked = number(number, "number");
    return database.call(
        on -> {
          Seal seal =
              RecordTables.seal(on, asked)
                  .orElseThrow(() -> ProblemException.notFound("seal", number));
          return new SealedEntries(seal, RecordTables.entries(on, RecordTables.leaves(on, seal)));
        });
  }

  /** The proof that a decision is in the record. */
  @Operation(
      operationId = "getInclusionProof",
      summary = "The proof that a decision is in the record")
  @APIResponse(responseCode = "404", description = "there is no such decision")
  @APIResponse(responseCode = "409", description = "it is not sealed, or not yet")
  @GET
  @Path("/proofs/{decisionId}")
  public InclusionProof proof(@RestPath String decisionId) {
    String id = id(decisionId);
    return database.call(on -> proof(on, new Key(Source.DECISION.table(), id)));
  }

  /** The public keys that seals were ever signed by. Who checks should know them from elsewhere. */
  @Operation(
      operationId = "listSealKeys",
      summary = "The public keys that seals were ever signed by")
  @GET
  @Path("/keys")
  public List<VerificationKey> keys() {
    return database.call(
        on ->
            on.rows(
                "SELECT public_key FROM seal_key ORDER BY first_used_at, id",
                row -> VerificationKey.parse(row.getString(1))));
  }

  /** What was dropped because it was old enough. */
  @Operation(operationId = "listRetentions", summary = "What was dropped because it was old enough")
  @GET
  @Path("/retentions")
  public List<Retention> retentions() {
    return database.call(
        on ->
            on.rows(
                "SELECT id, dropped, below, dropped_at FROM retention ORDER BY id",
                row ->
                    new Retention(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant())));
  }

  /**
   * Rows that no seal has. A page looks at so many rows and not at all, so it may be empty and not
   * the last.
   *
   * @param after what the page before said is {@code next}
   */
  @Operation(operationId = "listUnsealed", summary = "Rows that no seal has")
  @GET
  @Path("/unsealed")
  public Page<UnsealedEntry> unsealed(@RestQuery String after) {
    return unsealed.page(after);
  }

  private static InclusionProof proof(Statements on, Key key) throws SQLException {
    Leaf leaf = RecordTables.leaf(on, key).orElseThrow(() -> notSealed(on, key));
    Seal seal =
        RecordTables.sealOf(on, leaf.position())
            .filter(s -> leaf.position() < s.end())
            .orElseThrow(() -> ProblemException.notFound("seal of position", leaf.position()));
    List<Hash> leaves = RecordTables.leaves(on, seal).stream().map(Leaf::leaf).toList();
    int index = (int) (leaf.position() - seal.first());
    // With leaves that somebody removed there is no path; the check says what is wrong.
    List<Hash> path = leaves.size() == seal.entries() ? MerkleTree.path(leaves, index) : List.of();
    return new InclusionProof(RecordTables.entries(on, List.of(leaf)).getFirst(), path, seal);
  }

  private static ProblemException notSealed(Statements on, Key key) {
    try {
      if (RecordTables.rows(on, List.of(key)).isEmpty()) {
        return ProblemException.notFound("decision", key.id());
      }
      boolean queued =
          on.first(
                  "SELECT true FROM unsealed WHERE source = ? AND id = ?",
                  row -> true,
                  key.source(),
                  key.id())
              .isPresent();
      return new ProblemException(
          queued
              ? Problem.of(
                  409,
                  "not-sealed-yet",
                  "Not sealed yet",
                  "decision " + key.id() + " waits for its seal, which takes a few seconds")
              : Problem.of(
                  409,
                  "not-sealed",
                  "Not sealed",
                  "decision "
                      + key.id()
                      + " has no seal and waits for none: it was put there past Tagout"));
    } catch (SQLException e) {
      throw dev.tagout.policy.database.DatabaseException.of(e);
    }
  }

  private static String id(String text) {
    try {
      return new DecisionId(text).value();
    } catch (ContractViolation e) {
      throw new ContractViolation("decisionId", e.problem());
    }
  }

  private static long number(String text, String field) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ContractViolation(field, "must be the number of a seal");
    }
  }
}
