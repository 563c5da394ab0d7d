package dev.tagout.simulator.fault;

import dev.tagout.contracts.json.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Sets faults and shows them. */
@Path("/v1/faults")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FaultResource {
  private final Faults faults;

  FaultResource(Faults faults) {
    this.faults = faults;
  }

  @GET
  public FaultSettings show() {
    return faults.settings();
  }

  /** What the body leaves out stays as it is. */
  @PUT
  @RequestBody(content = @Content(schema = @Schema(implementation = FaultSettings.class)))
  public FaultSettings set(byte[] body) {
    return faults.change(Json.tree(body));
  }
}
