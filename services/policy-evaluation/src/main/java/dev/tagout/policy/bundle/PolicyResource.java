package dev.tagout.policy.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import dev.tagout.platform.identity.Caller;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.page.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** Revisions and rules over HTTP. */
@Path("/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PolicyResource {
  /** The media type that OPA's own bundle servers use. */
  private static final String GZIP = "application/gzip";

  private final Database database;
  private final ActivePolicy policies;
  private final Activations activations;
  private final Caller caller;

  PolicyResource(Database database, ActivePolicy policies, Activations activations, Caller caller) {
    this.database = database;
    this.policies = policies;
    this.activations = activations;
    this.caller = caller;
  }

  /**
   * A revision that was ever active.
   *
   * @param active whether every replica decides by it
   * @param activatedAt the last time
   * @param previous what decided before that
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Revision(
      String revision,
      Instant loadedAt,
      boolean active,
      Instant activatedAt,
      String activatedBy,
      String previous) {}

  /**
   * A replica of this service.
   *
   * @param revision by which it decides; null when it does not yet
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Replica(UUID id, String revision, Instant seenAt) {}

  /** Which revision to activate. */
  record Named(String revision) {
    Named {
      Require.text(revision, 200, "revision");
    }
  }

  /** The revisions that were ever active, last activated first. */
  @Operation(
      operationId = "listRevisions",
      summary = "The revisions that were ever active, the last activated first")
  @GET
  public Page<Revision> revisions() {
    return new Page<>(
        database.call(
            on ->
                on.rows(
                    "SELECT b.revision, b.loaded_at, a.revision IS NOT NULL, l.activated_at,"
                        + " l.activated_by, l.previous FROM bundle b"
                        + " CROSS JOIN LATERAL (SELECT * FROM activation l"
                        + " WHERE l.revision = b.revision ORDER BY l.id DESC LIMIT 1) l"
                        + " LEFT JOIN active_policy a ON a.revision = b.revision"
                        + " ORDER BY l.id DESC LIMIT 1000",
                    row ->
                        new Revision(
                            row.getString(1),
                            instant(row, 2),
                            row.getBoolean(3),
                            instant(row, 4),
                            row.getString(5),
                            row.getString(6)))),
        null);
  }

  /** The replicas that run, and by which revision each decides. */
  @Operation(
      operationId = "listReplicas",
      summary = "The replicas that run, and by which revision each decides")
  @GET
  @Path("/replicas")
  public Page<Replica> replicas() {
    return new Page<>(
        database.call(
            on ->
                on.rows(
                    "SELECT id, revision, seen_at FROM replica ORDER BY id",
                    row ->
                        new Replica(
                            row.getObject(1, UUID.class), row.getString(2), instant(row, 3)))),
        null);
  }

  /** The rules of the active revision, with their parameters. */
  @Operation(
      operationId = "listRules",
      summary = "The rules of the active revision, with their parameters")
  @GET
  @Path("/rules")
  public Page<Catalogue.Rule> rules() {
    return new Page<>(List.copyOf(policies.current().catalogue().rules()), null);
  }

  /**
   * Makes a bundle the one that decides.
   *
   * @param force in spite of the guard
   */
  @Operation(
      operationId = "activatePolicies",
      summary = "Make a bundle the one that decides, or a revision that was active before")
  @APIResponse(
      responseCode = "200",
      description = "the activation",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Activations.Activated.class)))
  @APIResponse(
      responseCode = "409",
      description = "it would newly deny too many VMs that run, unless force is true")
  @APIResponse(responseCode = "404", description = "there was never such a revision")
  @POST
  @Path("/activate")
  @Consumes({GZIP, "application/x-gzip", "application/x-tar", MediaType.APPLICATION_OCTET_STREAM})
  public Response activate(byte[] bundle, @RestQuery boolean force) {
    return answer(() -> activations.activate(bundle, order(force)));
  }

  /** Makes a revision that was active before the one that decides. */
  @POST
  @Path("/activate")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response activateAgain(byte[] body, @RestQuery boolean force) {
    Named named = Json.read(body, Named.class);
    return answer(() -> activations.activate(named.revision(), order(force)));
  }

  /** Returns to the revision that was active before the active one. */
  @Operation(
      operationId = "rollbackPolicies",
      summary = "Return to the revision that was active before the active one")
  @APIResponse(
      responseCode = "200",
      description = "the activation",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Activations.Activated.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "there is none before, or it would newly deny too many VMs that run, unless force is true")
  @POST
  @Path("/rollback")
  @Consumes(MediaType.WILDCARD)
  public Response rollback(@RestQuery boolean force) {
    return answer(() -> activations.rollback(order(force)));
  }

  private Activations.Order order(boolean force) {
    return new Activations.Order(caller.name(), !force);
  }

  private static Response answer(Supplier<Activations.Activated> activation) {
    try {
      return Response.ok(activation.get()).build();
    } catch (ContractViolation e) {
      throw new ProblemException(
          Problem.of(400, "invalid-bundle", "Invalid bundle", e.getMessage(), e.field()));
    } catch (TooManyNewlyDenied e) {
      return Response.status(409).type(Problem.MEDIA_TYPE).entity(Json.bytes(problem(e))).build();
    }
  }

  private static ObjectNode problem(TooManyNewlyDenied refusal) {
    FleetOutlook.Outlook outlook = refusal.outlook();
    ObjectNode problem =
        (ObjectNode)
            Json.toTree(
                Problem.of(
                    409,
                    "too-many-newly-denied",
                    "Too many newly denied",
                    refusal.getMessage() + "; activate it with force=true if that is meant"));
    problem.put("newlyDenied", outlook.newlyDenied());
    problem.put("undecided", outlook.undecided());
    problem.put("running", outlook.running());
    problem.put("share", refusal.share());
    problem.put("limit", refusal.limit());
    ArrayNode vms = problem.putArray("vms");
    for (FleetOutlook.Denied denied : outlook.vms()) {
      ObjectNode vm = (ObjectNode) Json.toTree(denied.vm());
      vm.set("rules", Json.toTree(denied.rules()));
      vms.add(vm);
    }
    return problem;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
