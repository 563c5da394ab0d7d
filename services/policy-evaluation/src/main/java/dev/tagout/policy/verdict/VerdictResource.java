package dev.tagout.policy.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.database.Database;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** The standing verdict over HTTP. */
@Path("/v1/vms/{id}/verdict")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VerdictResource {
  private final Database database;
  private final StandingVerdicts verdicts;

  VerdictResource(Database database, StandingVerdicts verdicts) {
    this.database = database;
    this.verdicts = verdicts;
  }

  /**
   * The verdict as it stands now: remediation asks before it stops a VM. What a change has marked
   * and nobody has judged yet is judged first.
   */
  @Operation(
      operationId = "getVerdict",
      summary = "The standing verdict of a VM, judged anew if a change has marked it")
  @APIResponse(responseCode = "404", description = "there is no verdict of this VM")
  @APIResponse(responseCode = "503", description = "a change is not yet judged; try again later")
  @GET
  public JsonNode show(@RestPath String id) {
    VmId vm = new VmId(id);
    if (!verdicts.bringUpToDate(vm)) {
      // Whoever asks is about to act on it, and it is known that another one may follow.
      throw new ProblemException(
          Problem.of(
              503,
              "verdict-outdated",
              "Outdated",
              "the verdict of %s is not yet judged anew; try again later".formatted(vm)));
    }
    JsonNode verdict = database.call(on -> on.json("SELECT body FROM verdict WHERE vm_id = ?", vm));
    if (verdict.isNull()) {
      throw ProblemException.notFound("verdict for VM", id);
    }
    return verdict;
  }
}
