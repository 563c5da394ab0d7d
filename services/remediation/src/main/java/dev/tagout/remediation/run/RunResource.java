package dev.tagout.remediation.run;

import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.identity.Caller;
import dev.tagout.platform.problem.ProblemException;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Runs for people: what was done, and what waits for them. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class RunResource {
  private final RunReader reader;
  private final Runs runs;
  private final Caller caller;

  RunResource(RunReader reader, Runs runs, Caller caller) {
    this.reader = reader;
    this.runs = runs;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listRuns", summary = "Runs with their attempts, the newest first")
  @APIResponse(responseCode = "200", description = "a part of the list")
  @APIResponse(responseCode = "400", description = "a parameter is wrong; the problem names it")
  public RunPage list(
      @Parameter(description = "a VM's id") @QueryParam("vm") String vm,
      @Parameter(description = "such as held") @QueryParam("status") String status,
      @Parameter(description = "1 to 1000, 100 unless it is said") @QueryParam("limit")
          String limit,
      @Parameter(description = "the part behind this run") @QueryParam("after") String after) {
    return reader.page(RunFilter.of(vm, status, limit, after));
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getRun", summary = "One run with its attempts")
  @APIResponse(responseCode = "200", description = "the run")
  @APIResponse(responseCode = "404", description = "there is no such run")
  public RunView get(@PathParam("id") String id) {
    return shown(runId(id));
  }

  @POST
  @Path("/{id}/approve")
  @Consumes(MediaType.WILDCARD)
  @RequestBody(
      description = "may be left out",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Remark.class)))
  @Operation(
      operationId = "approveRun",
      summary = "Let a held run go on",
      description =
          "What holds it does not count for it any more. Verdict and VM are checked again.")
  @APIResponse(responseCode = "200", description = "the run, pending")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "404", description = "there is no such run")
  @APIResponse(responseCode = "409", description = "it is not held")
  public RunView approve(@PathParam("id") String id, byte[] remark) {
    String by = caller.required();
    RunId run = runId(id);
    runs.approve(run, by, Remark.read(remark));
    return shown(run);
  }

  @POST
  @Path("/{id}/cancel")
  @Consumes(MediaType.WILDCARD)
  @RequestBody(
      description = "may be left out",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Remark.class)))
  @Operation(
      operationId = "cancelRun",
      summary = "Let nothing be done to this run of the VM",
      description = "Possible while the run is held or pending.")
  @APIResponse(responseCode = "200", description = "the run, cancelled")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "404", description = "there is no such run")
  @APIResponse(responseCode = "409", description = "it is too late")
  public RunView cancel(@PathParam("id") String id, byte[] remark) {
    String by = caller.required();
    RunId run = runId(id);
    runs.cancel(run, by, Remark.read(remark));
    return shown(run);
  }

  private RunView shown(RunId id) {
    return reader.find(id).orElseThrow(() -> ProblemException.notFound("run", id));
  }

  private static RunId runId(String id) {
    try {
      return new RunId(id);
    } catch (ContractViolation e) {
      throw e.within("id");
    }
  }
}
