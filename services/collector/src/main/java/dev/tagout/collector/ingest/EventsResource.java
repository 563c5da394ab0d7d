package dev.tagout.collector.ingest;

import dev.tagout.collector.sink.EventSink;
import dev.tagout.collector.sink.Feed;
import dev.tagout.collector.sink.Feeds;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.Outage;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/** Takes events from scanners, agents and inventories. */
@ApplicationScoped
@Startup
@Path("/v1/events")
public class EventsResource {
  private static final Logger LOG = Logger.getLogger(EventsResource.class);

  /** Long enough for a broker to come back after a restart, short enough to stay current. */
  private static final int RETRY_AFTER_SECONDS = 5;

  private final EventRequest request;
  private final BoundedBody bodyLimit;
  private final EventSink sink;
  private final Feed feed;

  EventsResource(EventRequest request, BoundedBody bodyLimit, EventSink sink, Feeds feeds) {
    this.request = request;
    this.bodyLimit = bodyLimit;
    this.sink = sink;
    this.feed = feeds.listener("http");
  }

  @POST
  @Operation(
      operationId = "postEvents",
      summary = "CloudEvents 1.0: binary, structured or batch",
      description =
          "All or nothing: every event is checked before the first is sent. An id that was sent"
              + " before is taken again, and recognised by whoever reads it; so after 503, or no"
              + " answer, send the same events again.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = ContentType.STRUCTURED_TYPE,
            schema = @Schema(implementation = EventDocument.class)),
        @Content(
            mediaType = ContentType.BATCH_TYPE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = EventDocument.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema =
                @Schema(
                    ref = "#/components/schemas/EventData",
                    description =
                        "binary mode: the data alone; the attributes are headers ce-specversion,"
                            + " ce-id, ce-source, ce-type, ce-subject and ce-time"))
      })
  @APIResponse(
      responseCode = "202",
      description = "Kafka has all of them",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Accepted.class)))
  @APIResponse(
      responseCode = "400",
      description = "an event is wrong; detail names it, field is the path from the body's root",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "403",
      description = "a lifecycle event from a source that is not configured for it",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "413",
      description = "too many events (code too-many-events) or bytes (too-large)",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "415",
      description = "no content type of the three",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "503",
      description = "Kafka is away; Retry-After says when to send again",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Response post(@Context HttpHeaders headers, InputStream body) throws IOException {
    List<OutgoingRecord> records;
    try {
      records =
          request.read(
              headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
              headers::getHeaderString,
              bodyLimit.read(body));
    } catch (ProblemException e) {
      sink.refused(feed, e.problem().code());
      throw e;
    }
    try {
      sink.write(feed, records);
    } catch (RuntimeException e) {
      if (!Outage.explains(e)) {
        throw e;
      }
      return unavailable(e);
    }
    return Response.accepted(new Accepted(records.stream().map(OutgoingRecord::id).toList()))
        .type(MediaType.APPLICATION_JSON)
        .build();
  }

  private Response unavailable(RuntimeException why) {
    LOG.warnf("events refused: %s", LogKey.REASON.is(why));
    Problem problem = ProblemException.unavailable("Kafka").problem();
    sink.refused(feed, problem.code());
    return Response.status(problem.status())
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .type(Problem.MEDIA_TYPE)
        .entity(Json.bytes(problem))
        .build();
  }

  /** The ids of the events that Kafka has, in the order of the request. */
  public record Accepted(List<String> accepted) {}
}
