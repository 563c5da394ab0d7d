package dev.tagout.simulator.vm;

import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Decoded;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import dev.tagout.simulator.page.Page;
import dev.tagout.simulator.problem.Accepted;
import dev.tagout.simulator.problem.ProblemException;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Vm;
import dev.tagout.simulator.world.World;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.logging.Logger;

/**
 * VMs over HTTP. Operations may be called twice: what is so already is answered with 200. Those
 * that take {@code host} are refused when the VM is elsewhere by then, those that take {@code
 * instance} when it runs as another instance.
 */
@Path("/v1/vms")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VmResource {
  private static final Logger LOG = Logger.getLogger(VmResource.class);
  private static final String REQUESTED_BY = "X-Requested-By";
  private static final String NOBODY = "simulator";

  private final World world;
  private final VmOperations operations;

  VmResource(World world, VmOperations operations) {
    this.world = world;
    this.operations = operations;
  }

  @GET
  public Page<VmView> list(@QueryParam("limit") String limit, @QueryParam("after") String after) {
    return Page.of(world.vms(), Vm::name, VmView::of, limit, after);
  }

  @GET
  @Path("/{name}")
  public VmView show(@PathParam("name") String name) {
    return VmView.of(world.require(vm(name)));
  }

  @PUT
  @Path("/{name}")
  @RequestBody(content = @Content(schema = @Schema(implementation = DefineRequest.class)))
  public VmView define(@PathParam("name") String name, byte[] body) {
    Name vm = vm(name);
    Decoded<DefineRequest> request = Json.decode(body, DefineRequest.class);
    if (!request.unknown().isEmpty()) {
      LOG.infof("ignored: vmId=%s fields=%s", vm.asVm(), Json.text(request.unknown().keySet()));
    }
    return VmView.of(operations.define(request.value().of(vm)));
  }

  @DELETE
  @Path("/{name}")
  public void remove(@PathParam("name") String name) {
    operations.remove(vm(name));
  }

  @POST
  @Path("/{name}/start")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  public Response start(
      @PathParam("name") String name,
      @HeaderParam(REQUESTED_BY) String requestedBy,
      @Context HttpHeaders headers) {
    return answer(operations.start(vm(name), requester(requestedBy)), headers);
  }

  @POST
  @Path("/{name}/migrate")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  public Response migrate(
      @PathParam("name") String name,
      @QueryParam("to") String to,
      @HeaderParam(REQUESTED_BY) String requestedBy,
      @Context HttpHeaders headers) {
    return answer(operations.migrate(vm(name), Name.of(to, "to"), requester(requestedBy)), headers);
  }

  @POST
  @Path("/{name}/stop")
  public VmView stop(
      @PathParam("name") String name,
      @QueryParam("host") String host,
      @QueryParam("instance") String instance) {
    return stop(name, host, instance, StopCause.SHUTDOWN);
  }

  @POST
  @Path("/{name}/power-off")
  public VmView powerOff(
      @PathParam("name") String name,
      @QueryParam("host") String host,
      @QueryParam("instance") String instance) {
    return stop(name, host, instance, StopCause.DESTROYED);
  }

  @POST
  @Path("/{name}/save")
  public VmView save(
      @PathParam("name") String name,
      @QueryParam("host") String host,
      @QueryParam("instance") String instance) {
    return stop(name, host, instance, StopCause.SAVED);
  }

  @POST
  @Path("/{name}/autostart")
  public VmView autostart(
      @PathParam("name") String name,
      @QueryParam("enabled") String enabled,
      @QueryParam("host") String host) {
    boolean set =
        switch (Require.present(enabled, "enabled")) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new ContractViolation("enabled", "must be true or false");
        };
    return VmView.of(operations.autostart(vm(name), host(host), set));
  }

  private VmView stop(String name, String host, String instance, StopCause cause) {
    return VmView.of(operations.stop(vm(name), host(host), Optional.ofNullable(instance), cause));
  }

  private static Name vm(String name) {
    return Name.of(name, "name");
  }

  private static Optional<Name> host(String host) {
    return Optional.ofNullable(host).map(name -> Name.of(name, "host"));
  }

  private static String requester(String header) {
    return header == null ? NOBODY : Require.text(header, 255, REQUESTED_BY);
  }

  private static Response answer(Outcome outcome, HttpHeaders headers) {
    return switch (outcome) {
      case Outcome.NotDone notDone -> throw new ProblemException(notDone.problem());
      case Outcome.Done done ->
          switch (Accepted.by(headers)) {
            case JSON -> Response.ok(VmView.of(done.vm()), MediaType.APPLICATION_JSON).build();
            case TEXT -> Response.ok(line(done.vm()), MediaType.TEXT_PLAIN).build();
          };
    };
  }

  private static String line(Vm vm) {
    return vm.name() + " runs on " + vm.host() + "\n";
  }
}
