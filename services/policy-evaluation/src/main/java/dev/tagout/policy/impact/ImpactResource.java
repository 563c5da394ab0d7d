package dev.tagout.policy.impact;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.policy.page.Limit;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** What a bundle would mean, over HTTP. Nothing is recorded or changed. */
@Path("/v1/policies/impact")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ImpactResource {
  private final Candidates candidates;
  private final DecisionImpact decisions;
  private final FleetImpact fleet;
  private final Clock clock;

  ImpactResource(Candidates candidates, DecisionImpact decisions, FleetImpact fleet, Clock clock) {
    this.candidates = candidates;
    this.decisions = decisions;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * Who would have been refused, and who admitted.
   *
   * @param since a duration such as {@code 30d}, which is the default, or an instant
   * @param until an instant or a duration; now unless given
   * @param scope {@code decisions}, which is the default: what was recorded; or {@code fleet}: each
   *     VM as it is now
   * @param limit how many VMs are listed on each side
   */
  @APIResponse(
      responseCode = "429",
      description = "as many bundles as there may be are looked at already")
  @Operation(
      operationId = "getImpact",
      summary = "Who would have been refused or admitted by this bundle")
  @POST
  @Consumes({"application/gzip", MediaType.APPLICATION_OCTET_STREAM, MediaType.WILDCARD})
  public Impact impact(
      byte[] bundle,
      @RestQuery String since,
      @RestQuery String until,
      @RestQuery String scope,
      @RestQuery Integer limit) {
    Instant now = clock.instant();
    Instant from = Since.of(since, now);
    Instant to = Since.until(until, now);
    if (from.isAfter(to)) {
      throw new ContractViolation("since", "is after until");
    }
    int listed = Limit.of(limit);
    return switch (scope == null ? "decisions" : scope) {
      case "decisions" ->
          candidates.with(bundle, candidate -> decisions.of(candidate, from, to, listed));
      case "fleet" -> candidates.with(bundle, candidate -> fleet.of(candidate, listed));
      default -> throw new ContractViolation("scope", "must be decisions or fleet");
    };
  }
}
