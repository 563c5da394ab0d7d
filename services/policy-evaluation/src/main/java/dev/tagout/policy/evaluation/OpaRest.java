package dev.tagout.policy.evaluation;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/** OPA's REST API, as far as it is used. The streams are the bodies of successful answers. */
@Path("/v1")
public interface OpaRest {
  @POST
  @Path("/data/{path:.+}")
  @Consumes(MediaType.APPLICATION_JSON)
  InputStream ask(
      @PathParam("path") String path,
      @QueryParam("strict-builtin-errors") boolean strict,
      byte[] body);

  @PUT
  @Path("/policies/{id:.+}")
  @Consumes(MediaType.TEXT_PLAIN)
  InputStream putModule(@PathParam("id") String id, String rego);

  @DELETE
  @Path("/policies/{id:.+}")
  InputStream deleteModule(@PathParam("id") String id);

  @PUT
  @Path("/data/{path:.+}")
  @Consumes(MediaType.APPLICATION_JSON)
  InputStream putData(@PathParam("path") String path, byte[] json);

  @DELETE
  @Path("/data/{path:.+}")
  InputStream deleteData(@PathParam("path") String path);
}
