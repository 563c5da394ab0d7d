package dev.tagout.simulator.stream;

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
import java.util.Optional;

/** The event stream over HTTP, a line of JSON for each thing that is told. */
@Path("/v1/stream")
@RunOnVirtualThread
public class StreamResource {
  private final Streams streams;

  StreamResource(Streams streams) {
    this.streams = streams;
  }

  @GET
  @Produces("application/x-ndjson")
  public StreamingOutput stream(
      @QueryParam("host") String host, @Context HttpServerRequest request) {
    Optional<Name> only = Optional.ofNullable(host).map(name -> Name.of(name, "host"));
    streams.requireNotCut();
    return out -> streams.write(out, only, () -> disconnect(request.connection()));
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
