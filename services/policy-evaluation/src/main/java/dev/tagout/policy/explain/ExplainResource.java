package dev.tagout.policy.explain;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Why, and what it would take, over HTTP. */
@Path("/v1/vms/{id}/explain")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ExplainResource {
  private final Explainer explainer;

  ExplainResource(Explainer explainer) {
    this.explainer = explainer;
  }

  /**
   * @param host where it would start; unless given, where it is
   */
  @Operation(operationId = "explainVm", summary = "Why a VM may start or may not, fact by fact")
  @APIResponse(responseCode = "404", description = "the VM is not known")
  @GET
  public Explained explain(@RestPath String id, @RestQuery String host) {
    return explainer.explain(new VmId(id), host == null ? null : hostId(host));
  }

  private static HostId hostId(String text) {
    try {
      return new HostId(text);
    } catch (ContractViolation e) {
      throw e.within("host");
    }
  }
}
