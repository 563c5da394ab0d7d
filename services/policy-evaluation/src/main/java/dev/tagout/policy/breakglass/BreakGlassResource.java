package dev.tagout.policy.breakglass;

import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.policy.BreakGlassState;
import dev.tagout.platform.identity.Caller;
import dev.tagout.platform.problem.BodyLimit;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.approval.Revocation;
import dev.tagout.policy.page.Limit;
import dev.tagout.policy.page.Page;
import dev.tagout.policy.page.Parameter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Break-glass over HTTP. Everybody may look; who changes something shows who they are. */
@Path("/v1/break-glass")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BreakGlassResource {
  /** Far more than a request can say. */
  private static final BodyLimit BODY = new BodyLimit(65_536);

  private final BreakGlassStore store;
  private final BreakGlassDesk desk;
  private final Caller caller;
  private final Clock clock;

  BreakGlassResource(BreakGlassStore store, BreakGlassDesk desk, Caller caller, Clock clock) {
    this.store = store;
    this.desk = desk;
    this.caller = caller;
    this.clock = clock;
  }

  /** All of them, newest request first. */
  @Operation(operationId = "listBreakGlasses", summary = "Break-glasses, the newest request first")
  @GET
  public Page<BreakGlass> list(
      @RestQuery String vm,
      @RestQuery String state,
      @RestQuery Integer limit,
      @RestQuery String after) {
    return store.find(
        new BreakGlassStore.Filter(
            Parameter.parsed(vm, "vm", VmId::new),
            Parameter.parsed(state, "state", BreakGlassResource::state),
            Parameter.parsed(after, "after", BreakGlassId::new)),
        Limit.of(limit),
        clock.instant());
  }

  /** One of them. */
  @Operation(operationId = "getBreakGlass", summary = "One break-glass")
  @APIResponse(responseCode = "404", description = "there is no such break-glass")
  @GET
  @Path("/{id}")
  public BreakGlass show(@RestPath String id) {
    return store
        .find(id(id), clock.instant())
        .orElseThrow(() -> ProblemException.notFound("break-glass", id));
  }

  /** Who did what with it, and when, oldest first. */
  @Operation(
      operationId = "getBreakGlassHistory",
      summary = "Who did what with a break-glass, the oldest first")
  @APIResponse(responseCode = "404", description = "there is no such break-glass")
  @GET
  @Path("/{id}/history")
  public Page<BreakGlassChanged> history(@RestPath String id) {
    return new Page<>(store.history(show(id).id()), null);
  }

  /** Asks for one. It admits nothing before somebody else has approved it. */
  @APIResponse(responseCode = "403", description = "break-glass is switched off")
  @Operation(
      operationId = "requestBreakGlass",
      summary = "Ask for a break-glass; it admits nothing before somebody else approves it")
  @SecurityRequirement(name = "bearer")
  @APIResponse(
      responseCode = "201",
      description = "the break-glass, requested",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = BreakGlass.class)))
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response request(byte[] body) {
    String by = caller.required();
    BreakGlass glass = desk.request(BODY.read(body, BreakGlassRequest.class), by);
    return Response.created(URI.create("/v1/break-glass/" + glass.id())).entity(glass).build();
  }

  /** Approves it. Takes no body: who approves is who the token says. */
  @Operation(
      operationId = "approveBreakGlass",
      summary = "Approve a break-glass that somebody else asked for")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "403", description = "who asked for it may not approve it")
  @APIResponse(responseCode = "404", description = "there is no such break-glass")
  @APIResponse(responseCode = "409", description = "it is not waiting for approval")
  @POST
  @Path("/{id}/approve")
  public BreakGlass approve(@RestPath String id) {
    String by = caller.required();
    return desk.approve(id(id), by);
  }

  /** Takes back one that was not used and is not over, approved or not. */
  @Operation(
      operationId = "revokeBreakGlass",
      summary = "Take back a break-glass that was not used and is not over")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "404", description = "there is no such break-glass")
  @APIResponse(responseCode = "409", description = "it was used or is over")
  @POST
  @Path("/{id}/revoke")
  @Consumes(MediaType.APPLICATION_JSON)
  public BreakGlass revoke(@RestPath String id, byte[] body) {
    String by = caller.required();
    return desk.revoke(id(id), BODY.read(body, Revocation.class).reason(), by);
  }

  private static BreakGlassId id(String id) {
    return Parameter.parsed(id, "id", BreakGlassId::new);
  }

  private static BreakGlassState state(String word) {
    BreakGlassState state = Json.fromTree(Json.toTree(word), BreakGlassState.class);
    if (state == BreakGlassState.UNRECOGNIZED) {
      throw new ContractViolation("$", "must be requested, approved, used, expired or revoked");
    }
    return state;
  }
}
