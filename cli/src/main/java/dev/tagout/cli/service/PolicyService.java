package dev.tagout.cli.service;

import java.net.URI;
import java.util.Optional;

/** policy-evaluation: inventory, verdicts, decisions, policies, waivers. */
public final class PolicyService extends HttpService {
  PolicyService(URI base, Optional<BearerToken> token) {
    super(Peer.POLICY_EVALUATION, "--policy-url", base, token);
  }
}
