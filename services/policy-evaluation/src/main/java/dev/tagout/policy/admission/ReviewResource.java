package dev.tagout.policy.admission;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.hypervisor.ConfigurationReader;
import dev.tagout.hypervisor.libvirt.DomainXml;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.policy.ticket.TicketOffice;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** Where start hooks ask. */
@Path("/v1/reviews")
@RunOnVirtualThread
public class ReviewResource {
  private static final String DECISION_HEADER = "Tagout-Decision";
  private static final String EPOCH_HEADER = "Tagout-Ticket-Epoch";
  private static final String RELEASE = "RELEASE";

  private final Gate gate;
  private final ConfigurationReader domains;
  private final BoundedBody bodies;
  private final TicketOffice tickets;

  ReviewResource(Gate gate, BoundedBody bodies, TicketOffice tickets) {
    this.gate = gate;
    this.tickets = tickets;
    this.bodies = bodies;
    this.domains = new DomainXml(bodies.bytes());
  }

  /** The decision, allowed or not. A VM or host that nobody has seen yet is not an error. */
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "review",
      summary = "May this VM do this on this host now? Answers 200 whether it may or not")
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Decision review(byte[] body, @HeaderParam(TraceParent.HEADER) String traceparent) {
    return gate.review(Json.read(bodies.check(body), ReviewRequest.class), traceparent);
  }

  /**
   * The same for libvirt's start hook: 200 or 403, one line or JSON. With operation {@code RELEASE}
   * a place is given back: 202, no decision. The answer names the host's epoch of tickets: the hook
   * starts nothing any more by those of an earlier one, before it lets this start go on.
   *
   * @param host its id, or its name in the collector's configuration
   * @param decision with {@code RELEASE}: whose place
   */
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "reviewDomain",
      summary = "The same for libvirt's start hook, which sends the domain's XML")
  @APIResponse(
      responseCode = "200",
      description = "it may start, with one line that says so",
      content = @Content(schema = @Schema(implementation = String.class)))
  @APIResponse(
      responseCode = "202",
      description = "with operation RELEASE: the place is given back")
  @APIResponse(
      responseCode = "403",
      description =
          "it may not start; no problem document but one line that says why, or the decision as JSON",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Decision.class)))
  @POST
  @Path("/libvirt")
  @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML, MediaType.WILDCARD})
  @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
  public Response reviewDomain(
      byte[] body,
      @RestQuery String host,
      @RestQuery String operation,
      @RestQuery String decision,
      @HeaderParam(HttpHeaders.ACCEPT) String accept,
      @HeaderParam(TraceParent.HEADER) String traceparent) {
    HostId hostId = host(host);
    ConfigurationReader.DefinedVm vm = domains.read(bodies.check(body));
    if (RELEASE.equals(operation)) {
      gate.release(vm.id(), hostId, decision == null ? null : decisionId(decision));
      return Response.accepted().build();
    }
    Decision decided =
        gate.review(
            new ReviewRequest(
                new ReviewRequest.Vm(vm.id(), vm.name(), vm.configuration()),
                new ReviewRequest.Host(hostId),
                operation(operation),
                "libvirt"),
            traceparent);
    boolean json = accept != null && accept.contains("json");
    return Response.status(decided.admitted() ? 200 : 403)
        .header(DECISION_HEADER, decided.decisionId().value())
        .header(EPOCH_HEADER, tickets.epoch(hostId))
        .type(json ? MediaType.APPLICATION_JSON : "text/plain;charset=UTF-8")
        .entity(
            json
                ? Json.bytes(decided)
                : (decided.message() + "\n").getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static HostId host(String host) {
    if (host == null || host.isBlank()) {
      throw new ContractViolation("host", "is required: the host's id, or its name");
    }
    try {
      return host.contains(":") ? new HostId(host) : HostId.of("libvirt", host);
    } catch (ContractViolation e) {
      throw e.within("host");
    }
  }

  private static Operation operation(String operation) {
    if (operation == null || operation.isBlank()) {
      return Operation.START;
    }
    return switch (operation) {
      case "START" -> Operation.START;
      case "RESUME" -> Operation.RESUME;
      case "RESTORE" -> Operation.RESTORE;
      case "MIGRATE_IN" -> Operation.MIGRATE_IN;
      default ->
          throw new ContractViolation(
              "operation", "must be START, RESUME, RESTORE, MIGRATE_IN or RELEASE");
    };
  }

  private static DecisionId decisionId(String text) {
    try {
      return new DecisionId(text);
    } catch (ContractViolation e) {
      throw e.within("decision");
    }
  }
}
