package dev.tagout.policy.ticket;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.NoCache;
import org.jboss.resteasy.reactive.RestQuery;

/** Where hosts get their tickets, and tell what they decided by them. */
@Path("/v1/tickets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TicketResource {
  private static final int MAX_USES = 1000;

  private final TicketOffice office;
  private final TicketReports reports;
  private final TicketKeys keys;

  TicketResource(TicketOffice office, TicketReports reports, TicketKeys keys) {
    this.office = office;
    this.reports = reports;
    this.keys = keys;
  }

  /** The receipts of a report, in its order. */
  public record Receipts(List<TicketReports.Receipt> receipts) {}

  /**
   * The tickets of a host, all of them: what it had before is worth nothing any more.
   *
   * @param host its id
   */
  @APIResponse(
      responseCode = "404",
      description = "the host is not known, or tickets are not configured")
  @Operation(
      operationId = "issueTickets",
      summary = "The tickets of a host, all of them: what it had before is worth nothing any more")
  @GET
  @NoCache
  public TicketOffice.Tickets issue(@RestQuery String host) {
    return office.issue(host(host));
  }

  /** The public key that tickets verify by, in PEM. To be compared with, not to be trusted. */
  @APIResponse(responseCode = "404", description = "tickets are not configured")
  @Operation(
      operationId = "getTicketKey",
      summary = "The public key that tickets verify by, in PEM")
  @GET
  @Path("/key")
  @Produces("application/x-pem-file")
  public String key() {
    return keys.required().publicPem();
  }

  /**
   * What a host decided by tickets. May be told twice.
   *
   * @param until RFC 3339: the host has told of everything that it decided before; null when it may
   *     have more to tell
   */
  @Operation(
      operationId = "reportTicketUses",
      summary = "What a host decided by tickets; may be told twice")
  @POST
  @Path("/uses")
  @Consumes(MediaType.APPLICATION_JSON)
  public Receipts report(@RestQuery String host, @RestQuery String until, byte[] body) {
    HostId from = host(host);
    List<TicketUse> uses = List.of(Json.read(body, TicketUse[].class));
    if (uses.size() > MAX_USES) {
      throw new ContractViolation("$", "has more than " + MAX_USES + " entries");
    }
    Instant toldUntil = instant(until);
    List<TicketReports.Receipt> receipts = reports.record(from, uses);
    if (toldUntil != null) {
      reports.settle(from, toldUntil);
    }
    return new Receipts(receipts);
  }

  private static HostId host(String host) {
    if (host == null || host.isBlank()) {
      throw new ContractViolation("host", "is required: the host's id");
    }
    try {
      return new HostId(host);
    } catch (ContractViolation e) {
      throw e.within("host");
    }
  }

  private static Instant instant(String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ContractViolation("until", "must be RFC 3339, such as 2026-11-23T10:00:00Z");
    }
  }
}
