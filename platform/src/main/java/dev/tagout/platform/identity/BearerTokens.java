package dev.tagout.platform.identity;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JWTAuthMechanism;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * Verifies bearer tokens where a key is configured. Without one nobody can say whether a token is
 * valid, so it proves nothing and is passed over: then everybody is anonymous.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
  private static final Logger LOG = Logger.getLogger(BearerTokens.class);
  private static final int MAX_SUBJECT = 255;

  private final JWTAuthMechanism verifier;
  private final JWTAuthContextInfo keys;

  BearerTokens(JWTAuthMechanism verifier, JWTAuthContextInfo keys) {
    this.verifier = verifier;
    this.keys = keys;
  }

  /** A key that cannot be read fails the start, not the first request. */
  void start(@Observes StartupEvent event) {
    LOG.info(
        canVerify()
            ? "bearer tokens are verified"
            : "no key to verify bearer tokens is configured: everybody is anonymous");
  }

  /** Whether there is a key to verify with. */
  boolean canVerify() {
    return keys.getPublicKeyLocation() != null
        || keys.getPublicKeyContent() != null
        || keys.getPublicVerificationKey() != null
        || keys.getSecretVerificationKey() != null;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    return canVerify()
        ? verifier.authenticate(context, identities).onItem().ifNotNull().invoke(this::checkSubject)
        : Uni.createFrom().nullItem();
  }

  private void checkSubject(SecurityIdentity identity) {
    try {
      String subject = subject(identity.getPrincipal()).orElse(null);
      Require.text(subject, MAX_SUBJECT, "sub");
      requireStorable(subject);
    } catch (ContractViolation e) {
      throw new AuthenticationFailedException(e.getMessage(), e);
    }
  }

  /** A name that no database can keep is nobody's: what they do could not be recorded. */
  private static void requireStorable(String subject) {
    if (subject
        .codePoints()
        .anyMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new ContractViolation("sub", "has a character that is none");
    }
  }

  /** The claim {@code sub} (RFC 7519 §4.1.2), else {@code upn}. */
  static Optional<String> subject(Principal principal) {
    return principal instanceof JsonWebToken token
        ? Optional.ofNullable(token.getSubject())
            .or(() -> Optional.ofNullable(token.<String>getClaim("upn")))
        : Optional.empty();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return verifier.getChallenge(context);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return verifier.getCredentialTypes();
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return verifier.getCredentialTransport(context);
  }
}
