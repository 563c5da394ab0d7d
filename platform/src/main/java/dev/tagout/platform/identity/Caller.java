package dev.tagout.platform.identity;

import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who asks, in the request at hand. */
@RequestScoped
public class Caller {
  /** The name of whoever shows no token. */
  public static final String ANONYMOUS = "anonymous";

  private final SecurityIdentity identity;
  private final BearerTokens tokens;

  Caller(SecurityIdentity identity, BearerTokens tokens) {
    this.identity = identity;
    this.tokens = tokens;
  }

  /** The subject of the bearer token; empty without one. At most 255 characters, never blank. */
  public Optional<String> subject() {
    return identity.isAnonymous()
        ? Optional.empty()
        : BearerTokens.subject(identity.getPrincipal());
  }

  /** The subject, or {@value #ANONYMOUS}. */
  public String name() {
    return subject().orElse(ANONYMOUS);
  }

  /**
   * The subject, where an anonymous answer will not do.
   *
   * @throws ProblemException 401 that says how to show who one is
   */
  public String required() {
    return subject().orElseThrow(() -> new ProblemException(whoAreYou()));
  }

  private Problem whoAreYou() {
    return Problem.of(
        401,
        "authentication-required",
        "Authentication required",
        tokens.canVerify()
            ? "this takes a bearer token: send it as Authorization: Bearer …"
            : "this takes a bearer token, and no key to verify one is configured: set"
                + " mp.jwt.verify.publickey.location (MP_JWT_VERIFY_PUBLICKEY_LOCATION) to the"
                + " public key of whoever issues them, and mp.jwt.verify.issuer to their issuer");
  }
}
