package dev.tagout.policy.ticket;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The signing key, if one is configured. One that cannot be read stops the service's start. */
@Startup
@ApplicationScoped
public class TicketKeys {
  private final Optional<TicketKey> key;
  private final List<TicketVerifier> former;

  TicketKeys(PolicyConfig config) {
    this.key = config.tickets().signingKey().map(TicketKey::read);
    this.former =
        config.tickets().formerKeys().orElse(List.of()).stream().map(TicketVerifier::read).toList();
  }

  /**
   * The ticket, when a key of ours has signed it, or one that was ours.
   *
   * @throws ContractViolation when none has
   * @throws ProblemException 404 when there are no tickets here
   */
  Ticket verify(String jws) {
    TicketVerifier current = required().verifier();
    return former.stream()
        .filter(one -> one.isNamedBy(jws))
        .findFirst()
        .orElse(current)
        .verify(jws);
  }

  /**
   * @throws ProblemException 404 when there are no tickets here
   */
  TicketKey required() {
    return key.orElseThrow(
        () ->
            new ProblemException(
                Problem.of(
                    404,
                    "no-tickets",
                    "No tickets",
                    "no signing key is configured: set tagout.policy.tickets.signing-key")));
  }
}
