package dev.tagout.policy.waiver;

import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverChanged;
import dev.tagout.contracts.policy.WaiverState;
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

/** Waivers over HTTP. Everybody may look; who changes something shows who they are. */
@Path("/v1/waivers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WaiverResource {
  /** Far more than a waiver can say. */
  private static final BodyLimit BODY = new BodyLimit(65_536);

  private final WaiverStore store;
  private final WaiverDesk desk;
  private final Caller caller;
  private final Clock clock;

  WaiverResource(WaiverStore store, WaiverDesk desk, Caller caller, Clock clock) {
    this.store = store;
    this.desk = desk;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * Waivers, newest request first.
   *
   * @param vm those whose scope can hold for this VM, on whatever host
   */
  @Operation(operationId = "listWaivers", summary = "Waivers, the newest request first")
  @GET
  public Page<Waiver> list(
      @RestQuery String vm,
      @RestQuery String rule,
      @RestQuery String state,
      @RestQuery Integer limit,
      @RestQuery String after) {
    return store.find(
        new WaiverStore.Filter(
            Parameter.parsed(vm, "vm", VmId::new),
            rule,
            Parameter.parsed(state, "state", WaiverResource::state),
            Parameter.parsed(after, "after", WaiverId::new)),
        Limit.of(limit),
        clock.instant());
  }

  /** One waiver. */
  @Operation(operationId = "getWaiver", summary = "One waiver")
  @APIResponse(responseCode = "404", description = "there is no such waiver")
  @GET
  @Path("/{id}")
  public Waiver show(@RestPath String id) {
    return store
        .find(id(id), clock.instant())
        .orElseThrow(() -> ProblemException.notFound("waiver", id));
  }

  /** Who did what with a waiver, and when, oldest first. */
  @Operation(
      operationId = "getWaiverHistory",
      summary = "Who did what with a waiver, the oldest first")
  @APIResponse(responseCode = "404", description = "there is no such waiver")
  @GET
  @Path("/{id}/history")
  public Page<WaiverChanged> history(@RestPath String id) {
    return new Page<>(store.history(show(id).id()), null);
  }

  /** Asks for a waiver. It does not count before somebody else has approved it. */
  @Operation(
      operationId = "requestWaiver",
      summary = "Ask for a waiver; it does not count before somebody else approves it")
  @SecurityRequirement(name = "bearer")
  @APIResponse(
      responseCode = "201",
      description = "the waiver, requested",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Waiver.class)))
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response request(byte[] body) {
    String by = caller.required();
    Waiver waiver = desk.request(BODY.read(body, WaiverRequest.class), by);
    return Response.created(URI.create("/v1/waivers/" + waiver.id())).entity(waiver).build();
  }

  /** Approves a waiver. Takes no body: who approves is who the token says. */
  @Operation(
      operationId = "approveWaiver",
      summary = "Approve a waiver that somebody else asked for")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "403", description = "who asked for it may not approve it")
  @APIResponse(responseCode = "404", description = "there is no such waiver")
  @APIResponse(responseCode = "409", description = "it is not waiting for approval")
  @POST
  @Path("/{id}/approve")
  public Waiver approve(@RestPath String id) {
    String by = caller.required();
    return desk.approve(id(id), by);
  }

  /** Takes back a waiver that is not over, approved or not. */
  @Operation(operationId = "revokeWaiver", summary = "Take back a waiver that is not over")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "404", description = "there is no such waiver")
  @APIResponse(responseCode = "409", description = "it is over")
  @POST
  @Path("/{id}/revoke")
  @Consumes(MediaType.APPLICATION_JSON)
  public Waiver revoke(@RestPath String id, byte[] body) {
    String by = caller.required();
    return desk.revoke(id(id), BODY.read(body, Revocation.class).reason(), by);
  }

  private static WaiverId id(String id) {
    return Parameter.parsed(id, "id", WaiverId::new);
  }

  private static WaiverState state(String word) {
    WaiverState state = Json.fromTree(Json.toTree(word), WaiverState.class);
    if (state == WaiverState.UNRECOGNIZED) {
      throw new ContractViolation("$", "must be requested, approved, active, expired or revoked");
    }
    return state;
  }
}
