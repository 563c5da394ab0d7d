package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.identity.Caller;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.mark.WakeUp;
import dev.tagout.policy.page.Limit;
import dev.tagout.policy.page.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The inventory and its assignments over HTTP. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InventoryResource {
  private static final Logger LOG = Logger.getLogger(InventoryResource.class);

  private final InventoryViews views;
  private final Assignments assignments;
  private final WakeUp wakeUp;
  private final Caller caller;

  InventoryResource(InventoryViews views, Assignments assignments, WakeUp wakeUp, Caller caller) {
    this.views = views;
    this.assignments = assignments;
    this.wakeUp = wakeUp;
    this.caller = caller;
  }

  /** VMs in the order of their ids. */
  @Operation(operationId = "listVms", summary = "VMs in the order of their ids")
  @GET
  @Path("/vms")
  public Page<InventoryViews.VmView> vms(@RestQuery Integer limit, @RestQuery String after) {
    return views.vms(after == null ? "" : after, Limit.of(limit));
  }

  /** One VM with the age of each group of facts. */
  @Operation(operationId = "getVm", summary = "One VM with the age of each group of facts")
  @APIResponse(responseCode = "404", description = "the VM is not known")
  @GET
  @Path("/vms/{id}")
  public InventoryViews.VmView vm(@RestPath String id) {
    return views.vm(new VmId(id)).orElseThrow(() -> ProblemException.notFound("VM", id));
  }

  /** Declares what a VM is. A review that begins after the answer counts it in. */
  @Operation(
      operationId = "assignVm",
      summary = "Declare what a VM is; a review that begins after the answer counts it in")
  @PUT
  @Path("/vms/{id}/assignment")
  public Assignment assignVm(@RestPath String id, byte[] body) {
    Assignment assignment = Json.read(body, Assignment.class);
    VmId vm = new VmId(id);
    assignments.assign(vm, assignment, caller.name());
    LOG.infof("assigned %s %s", LogKey.VM_ID.is(vm), LogKey.BY.is(caller.name()));
    wakeUp.call();
    return assignment;
  }

  /** Hosts in the order of their ids. */
  @Operation(operationId = "listHosts", summary = "Hosts in the order of their ids")
  @GET
  @Path("/hosts")
  public Page<InventoryViews.HostView> hosts(@RestQuery Integer limit, @RestQuery String after) {
    return views.hosts(after == null ? "" : after, Limit.of(limit));
  }

  /** One host with the age of each group of facts. */
  @Operation(operationId = "getHost", summary = "One host with the age of each group of facts")
  @APIResponse(responseCode = "404", description = "the host is not known")
  @GET
  @Path("/hosts/{id}")
  public InventoryViews.HostView host(@RestPath String id) {
    return views.host(new HostId(id)).orElseThrow(() -> ProblemException.notFound("host", id));
  }

  /** Declares what a host is. A review that begins after the answer counts it in. */
  @Operation(
      operationId = "assignHost",
      summary = "Declare what a host is; a review that begins after the answer counts it in")
  @PUT
  @Path("/hosts/{id}/assignment")
  public Assignment assignHost(@RestPath String id, byte[] body) {
    Assignment assignment = Json.read(body, Assignment.class);
    HostId host = new HostId(id);
    assignments.assign(host, assignment, caller.name());
    LOG.infof("assigned %s %s", LogKey.HOST_ID.is(host), LogKey.BY.is(caller.name()));
    wakeUp.call();
    return assignment;
  }
}
