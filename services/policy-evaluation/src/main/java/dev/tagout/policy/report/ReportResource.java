package dev.tagout.policy.report;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.impact.Since;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** Reports over HTTP. Who may read decisions may read what they add up to. */
@Path("/v1/reports")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReportResource {
  private final Compliance compliance;
  private final ActivePolicy policies;
  private final Clock clock;

  ReportResource(Compliance compliance, ActivePolicy policies, Clock clock) {
    this.compliance = compliance;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * What happened in a period, and how things stand.
   *
   * @param tier all VMs unless given
   * @param since a duration such as {@code 30d}, which is the default, or an instant; included
   * @param until the same, now unless given; excluded
   */
  @Operation(
      operationId = "getComplianceReport",
      summary = "What happened in a period, and how things stand")
  @APIResponse(
      responseCode = "200",
      description = "The report; its schema is docs/reference/compliance-report.schema.json",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(responseCode = "429", description = "another report is being worked out")
  @APIResponse(responseCode = "503", description = "it takes too long; ask for a shorter period")
  @GET
  @Path("/compliance")
  public Response compliance(
      @RestQuery String tier, @RestQuery String since, @RestQuery String until) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant from = Since.of(since, now);
    Instant to = Since.until(until, now);
    if (to.isAfter(now)) {
      throw new ContractViolation("until", "is still to come: it is " + now);
    }
    List<String> tiers = policies.current().tiers().order();
    if (tier != null && !tiers.contains(tier)) {
      throw new ContractViolation(
          "tier", "is none of the policies' tiers: " + String.join(", ", tiers));
    }
    return Response.ok(compliance.report(new Period(tier, from, to))).build();
  }
}
