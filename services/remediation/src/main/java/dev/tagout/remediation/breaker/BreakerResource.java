package dev.tagout.remediation.breaker;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.identity.Caller;
import dev.tagout.remediation.page.Limit;
import dev.tagout.remediation.person.Remark;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Breakers for people: which are open and why, and the way to reset them. */
@Path("/v1/breakers")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class BreakerResource {
  private final Breakers breakers;
  private final Caller caller;

  BreakerResource(Breakers breakers, Caller caller) {
    this.breakers = breakers;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listBreakers",
      summary = "Breakers, open or reset, the one that opened last first")
  @APIResponse(responseCode = "200", description = "a part of the list")
  @APIResponse(responseCode = "400", description = "a parameter is wrong; the problem names it")
  public BreakerPage list(
      @Parameter(description = "1 to 1000, 100 unless it is said") @QueryParam("limit")
          String limit,
      @Parameter(description = "the part behind this breaker") @QueryParam("after") String after) {
    return breakers.page(Optional.ofNullable(after).map(BreakerResource::id), Limit.of(limit));
  }

  @POST
  @Path("/{tier}/reset")
  @Consumes(MediaType.WILDCARD)
  @RequestBody(
      description = "may be left out",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Remark.class)))
  @Operation(
      operationId = "resetBreaker",
      summary = "Let VMs of this tier be stopped again",
      description =
          "Runs that the breaker holds are checked again from the beginning: verdict, VM, limits.")
  @APIResponse(responseCode = "200", description = "the breaker, reset")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "404", description = "the tier's breaker is not open")
  public Breaker reset(@PathParam("tier") String tier, byte[] remark) {
    String by = caller.required();
    return breakers.reset(tier, by, Remark.read(remark));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ContractViolation("after", "is no id of a breaker");
    }
  }
}
