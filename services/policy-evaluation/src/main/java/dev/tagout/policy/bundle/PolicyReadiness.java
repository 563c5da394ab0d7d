package dev.tagout.policy.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before a policy is loaded and warm: a cold gate would answer too late. */
@Readiness
@ApplicationScoped
class PolicyReadiness implements HealthCheck {
  private final ActivePolicy policy;

  PolicyReadiness(ActivePolicy policy) {
    this.policy = policy;
  }

  @Override
  public HealthCheckResponse call() {
    return policy.isReady()
        ? HealthCheckResponse.named("policy")
            .up()
            .withData("revision", policy.current().revision())
            .build()
        : HealthCheckResponse.named("policy").down().withData("reason", "no bundle yet").build();
  }
}
