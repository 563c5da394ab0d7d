package dev.tagout.policy.impact;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.decision.LiveReviews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** What a bundle would say of one VM, by live facts. Nothing is recorded or changed. */
@Path("/v1/policies/try")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TrialResource {
  private final Candidates candidates;
  private final LiveReviews reviews;

  TrialResource(Candidates candidates, LiveReviews reviews) {
    this.candidates = candidates;
    this.reviews = reviews;
  }

  /**
   * Two answers to one question; their ids name no record.
   *
   * @param now by the active policy
   * @param then by the bundle
   */
  public record Trial(Decision now, Decision then, Difference difference) {}

  /**
   * @param host where it would start; null: where it is, as in its standing verdict
   * @param operation only with a host; {@code START} unless given
   */
  @APIResponse(
      responseCode = "429",
      description = "as many bundles as there may be are looked at already")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "tryBundle",
      summary = "How one VM is judged now, and how it would be by this bundle")
  @APIResponse(responseCode = "404", description = "the VM is not known")
  @POST
  @Consumes({"application/gzip", MediaType.APPLICATION_OCTET_STREAM, MediaType.WILDCARD})
  public Trial compare(
      byte[] bundle, @RestQuery String vm, @RestQuery String host, @RestQuery String operation) {
    VmId id = vmId(vm);
    HostId where = host == null ? null : hostId(host);
    Operation what = operation(operation);
    if (where == null && what != Operation.START) {
      throw new ContractViolation("host", "is required with operation " + what);
    }
    return candidates.with(
        bundle,
        candidate -> {
          LiveReviews.Question question =
              where == null ? reviews.standing(id) : reviews.gate(id, where, what);
          if (!question.isVmKnown()) {
            throw ProblemException.notFound("VM", id);
          }
          Decision now = reviews.answer(question).decision();
          Decision then = reviews.answer(question, candidate).decision();
          return new Trial(now, then, Difference.between(now, then));
        });
  }

  private static VmId vmId(String text) {
    if (text == null) {
      throw new ContractViolation("vm", "is required: the VM's id");
    }
    try {
      return new VmId(text);
    } catch (ContractViolation e) {
      throw e.within("vm");
    }
  }

  private static HostId hostId(String text) {
    try {
      return new HostId(text);
    } catch (ContractViolation e) {
      throw e.within("host");
    }
  }

  private static Operation operation(String text) {
    return switch (text == null ? "START" : text) {
      case "START" -> Operation.START;
      case "RESUME" -> Operation.RESUME;
      case "RESTORE" -> Operation.RESTORE;
      case "MIGRATE_IN" -> Operation.MIGRATE_IN;
      default ->
          throw new ContractViolation("operation", "must be START, RESUME, RESTORE or MIGRATE_IN");
    };
  }
}
