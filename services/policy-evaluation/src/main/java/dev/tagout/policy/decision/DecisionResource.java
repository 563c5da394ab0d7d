package dev.tagout.policy.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.page.Limit;
import dev.tagout.policy.page.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The record of decisions over HTTP. */
@Path("/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DecisionResource {
  private final DecisionRecord record;

  DecisionResource(DecisionRecord record) {
    this.record = record;
  }

  /** Decisions, newest first. */
  @Operation(operationId = "listDecisions", summary = "Decisions, the newest first")
  @GET
  public Page<Decision> list(
      @RestQuery String vm,
      @RestQuery String host,
      @RestQuery String outcome,
      @RestQuery String rule,
      @RestQuery String since,
      @RestQuery String until,
      @RestQuery Integer limit,
      @RestQuery String after) {
    return record.find(
        new DecisionRecord.Filter(
            vm,
            host,
            outcome,
            rule,
            instant(since, "since"),
            instant(until, "until"),
            after == null ? null : uuid(after, "after")),
        Limit.of(limit));
  }

  /** One decision with its whole input, and the id of its trace if it has one. */
  @Operation(operationId = "getDecision", summary = "One decision with all that it was made from")
  @APIResponse(responseCode = "404", description = "there is no such decision")
  @GET
  @Path("/{id}")
  public ObjectNode show(@RestPath String id) {
    DecisionRecord.Recorded recorded =
        record.find(uuid(id, "id")).orElseThrow(() -> ProblemException.notFound("decision", id));
    ObjectNode json = (ObjectNode) Json.toTree(recorded.decision());
    json.set("input", recorded.input());
    if (recorded.traceId() != null) {
      json.put(LogKey.TRACE_ID.key(), recorded.traceId());
    }
    return json;
  }

  private static UUID uuid(String text, String field) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ContractViolation(field, "must be a UUID");
    }
  }

  private static Instant instant(String text, String field) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ContractViolation(field, "must be RFC 3339, such as 2026-11-23T10:00:00Z");
    }
  }
}
