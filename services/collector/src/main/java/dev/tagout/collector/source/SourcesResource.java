package dev.tagout.collector.source;

import dev.tagout.collector.sink.Feeds;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How it stands with each hypervisor and each other feed. */
@Path("/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
public class SourcesResource {
  private final Feeds feeds;

  SourcesResource(Feeds feeds) {
    this.feeds = feeds;
  }

  @GET
  @Operation(
      operationId = "listSources",
      summary = "Each hypervisor and each other feed, with its state",
      description =
          "The hypervisors as configured under tagout.hypervisors, and the feeds http and osquery."
              + " Not paged: there are as many as were configured.")
  public SourceList list() {
    return new SourceList(feeds.all().stream().map(SourceView::of).toList());
  }

  /** All of them, in the order of start-up. */
  public record SourceList(List<SourceView> sources) {}
}
