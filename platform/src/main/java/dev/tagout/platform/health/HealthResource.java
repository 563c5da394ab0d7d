package dev.tagout.platform.health;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** How the service is, in plain words. */
@Path("/v1/health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
  private final HealthWatch watch;

  HealthResource(HealthWatch watch) {
    this.watch = watch;
  }

  /** 200 also when it is degraded, as it answers; 503 when it is not to be asked. */
  @Operation(operationId = "getHealth", summary = "How the service is, in plain words")
  @APIResponse(responseCode = "200", description = "it answers, impaired or not")
  @APIResponse(responseCode = "503", description = "it is not ready: it is not to be asked")
  @GET
  @Blocking
  public RestResponse<Health> health() {
    Health health = watch.health();
    return RestResponse.ResponseBuilder.create(
            health.state() == Health.State.UNREADY
                ? RestResponse.Status.SERVICE_UNAVAILABLE
                : RestResponse.Status.OK,
            health)
        .build();
  }
}
