package dev.tagout.simulator.problem;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a problem document, or as its one line; never a stack trace, never silence. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response problem(ProblemException e, HttpHeaders headers) {
    return respond(e.problem(), headers);
  }

  @ServerExceptionMapper
  Response violation(ContractViolation e, HttpHeaders headers) {
    return respond(Problem.invalid(e.field(), e.getMessage()), headers);
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e, HttpHeaders headers) {
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    String title = e.getResponse().getStatusInfo().getReasonPhrase();
    String detail = status < 500 && e.getMessage() != null ? e.getMessage() : title;
    String code = title.toLowerCase(Locale.ROOT).replace(' ', '-');
    return respond(Problem.of(status, code, title, detail), headers);
  }

  @ServerExceptionMapper
  Response anythingElse(Throwable e, HttpHeaders headers) {
    String id = Ids.next();
    LOG.errorf(e, "unexpected problemId=%s", id);
    return respond(
        Problem.of(500, "internal", "Internal error", "our fault; the log has it under " + id),
        headers);
  }

  private static Response respond(Problem problem, HttpHeaders headers) {
    Response.ResponseBuilder response = Response.status(problem.status());
    return switch (Accepted.by(headers)) {
      case JSON -> response.type(Problem.MEDIA_TYPE).entity(Json.bytes(problem)).build();
      case TEXT ->
          response
              .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
              .entity(problem.detail() + "\n")
              .build();
    };
  }
}
