package dev.tagout.cli.service;

import java.net.URI;
import java.util.Optional;

/** remediation: what is done to VMs, and what waits for a person. */
public final class RemediationService extends HttpService {
  RemediationService(URI base, Optional<BearerToken> token) {
    super(Peer.REMEDIATION, "--remediation-url", base, token);
  }
}
