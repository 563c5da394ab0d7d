package dev.tagout.simulator.stream;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.simulator.world.Name;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The event stream over HTTP, a line of JSON for each thing that is told. */
@Path("/v1/stream")
@RunOnVirtualThread
public class StreamResource {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Streams streams;

  StreamResource(Streams streams) {
    this.streams = streams;
  }

  @GET
  @Produces("application/x-ndjson")
  public StreamingOutput stream(
      @QueryParam("host") String host,
      @QueryParam("listEvery") String listEvery,
      @Context HttpServerRequest request) {
    Optional<Name> only = Optional.ofNullable(host).map(name -> Name.of(name, "host"));
    Optional<Duration> every = Optional.ofNullable(listEvery).map(StreamResource::duration);
    streams.requireNotCut();
    return out -> streams.write(out, only, every, () -> disconnect(request.connection()));
  }

  private static Duration duration(String text) {
    try {
      Duration every = Duration.parse(text);
      if (every.compareTo(SHORTEST) >= 0) {
        return every;
      }
    } catch (DateTimeParseException e) {
      // Answered below, like one that is too short.
    }
    throw new ContractViolation(
        "listEvery", "must be an ISO 8601 duration of " + SHORTEST + " at least, such as PT30S");
  }

  /**
   * Closes beneath the connection: its own close, and the channel's which leads to it, would wait
   * behind what a reader that is too slow does not take.
   */
  private static void disconnect(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }
}
