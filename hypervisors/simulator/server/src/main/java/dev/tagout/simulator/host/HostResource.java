package dev.tagout.simulator.host;

import dev.tagout.simulator.page.Page;
import dev.tagout.simulator.problem.ProblemException;
import dev.tagout.simulator.world.Listing;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.World;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Hosts over HTTP. Making and removing may be called twice. */
@Path("/v1/hosts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostResource {
  private final World world;

  HostResource(World world) {
    this.world = world;
  }

  @GET
  public Page<HostView> list(@QueryParam("limit") String limit, @QueryParam("after") String after) {
    return Page.of(world.listing().hosts(), Listing.Host::name, HostView::of, limit, after);
  }

  @GET
  @Path("/{name}")
  public HostView show(@PathParam("name") String name) {
    return show(Name.of(name, "name"));
  }

  /** A host has nothing but its name; a body is not read. */
  @PUT
  @Path("/{name}")
  public HostView add(@PathParam("name") String name) {
    Name host = Name.of(name, "name");
    world.addHost(host);
    return show(host);
  }

  @DELETE
  @Path("/{name}")
  public void remove(@PathParam("name") String name) {
    world.removeHost(Name.of(name, "name"));
  }

  private HostView show(Name host) {
    return world.listing().hosts().stream()
        .filter(listed -> listed.name().equals(host))
        .findFirst()
        .map(HostView::of)
        .orElseThrow(() -> ProblemException.notFound("host", host));
  }
}
