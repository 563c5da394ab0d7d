package dev.tagout.platform.identity;

import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.Problem;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * A token that does not hold is refused wherever it is shown, also where none is asked for: its
 * bearer believes to be somebody. Why it does not hold is in the log, not in the answer.
 */
public class InvalidTokens {
  private static final Logger LOG = Logger.getLogger(InvalidTokens.class);
  private static final int MAX_REASON = 300;

  /** A part of a token in its compact form (RFC 7515 §7.1). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]{40,}");

  @ServerExceptionMapper
  Response refuse(AuthenticationFailedException e) {
    LOG.infof("token refused: %s", LogKey.REASON.is(reason(e)));
    Problem problem =
        Problem.of(
            401,
            "invalid-token",
            "Invalid token",
            "the bearer token is malformed, expired, of another issuer, without a subject, or not"
                + " signed with the key that is configured");
    // RFC 6750 §3.
    return Response.status(problem.status())
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
        .type(Problem.MEDIA_TYPE)
        .entity(Json.bytes(problem))
        .build();
  }

  /** What the verifier says, without the token itself: it may be good elsewhere. */
  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String reason = TOKEN.matcher(String.valueOf(deepest.getMessage())).replaceAll("…");
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason;
  }
}
