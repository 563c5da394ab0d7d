package dev.tagout.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.Outage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a problem document; never a stack trace, never silence. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    return respond(e.problem());
  }

  @ServerExceptionMapper
  Response violation(ContractViolation e) {
    return respond(invalid(e));
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException e) {
    return respond(invalid(Json.violation(e)));
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return json(json);
    }
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    String title = e.getResponse().getStatusInfo().getReasonPhrase();
    String detail = status < 500 && e.getMessage() != null ? e.getMessage() : title;
    return respond(
        Problem.of(
            status, title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'), title, detail));
  }

  @ServerExceptionMapper
  Response anythingElse(Throwable e) {
    if (Outage.explains(e)) {
      LOG.warnf("cannot answer: %s", LogKey.REASON.is(e));
      return respond(ProblemException.unavailable("something that the answer needs").problem());
    }
    String id = Ids.next();
    LOG.errorf(e, "unexpected %s", LogKey.PROBLEM_ID.is(id));
    return respond(
        Problem.of(500, "internal", "Internal error", "our fault; the log has it under " + id));
  }

  private static Problem invalid(ContractViolation e) {
    return Problem.of(400, "invalid", "Invalid request", e.getMessage(), e.field());
  }

  private static Response respond(Problem problem) {
    return Response.status(problem.status())
        .type(Problem.MEDIA_TYPE)
        .entity(Json.bytes(problem))
        .build();
  }
}
