package dev.tagout.remediation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Site;
import dev.tagout.remediation.world.WithGrace;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a guest has time to shut down, what is right may change. */
@QuarkusTest
@TestProfile(WithGrace.class)
class GraceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject RemediationConfig config;

  private Site site;

  @BeforeEach
  void open() {
    site = new Site(config.policyEvaluation().url());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void takesThePowerFromAGuestThatDoesNotListen() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().ignoresShutDown(site.vm());

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("shutDown", "powerOff");
  }

  @Test
  void leavesThePowerOnWhenTheVmBecameFitMeanwhile() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor()
        .ignoresShutDown(
            site.vm(), () -> site.policyEvaluationSays(site.verdict().bypass().allowed().build()));

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "superseded");
    RemediationOutcome outcome = site.awaitOutcomes(site.runId("run-1"), 1).getFirst();
    assertThat(outcome.status()).isEqualTo(RunStatus.SUPERSEDED);
    assertThat(outcome.reason())
        .startsWith(
            "the guest was asked to shut down and did not; its power was left on, as nothing"
                + " is to be done to it now: ");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("shutDown");
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
  }

  @Test
  void leavesThePowerOnWhileTheVerdictIsOutOfDate() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor()
        .ignoresShutDown(
            site.vm(),
            () ->
                site.policyEvaluationSays(
                    site.verdict().bypass().denied().validUntil(Instant.now()).build()));

    // When
    site.decides(verdict);

    // Then
    await("a run that waits for a newer verdict")
        .atMost(PATIENCE)
        .until(() -> String.valueOf(site.reason("run-1")).contains("there is no newer one"));
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("shutDown");
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
    site.policyEvaluationSays(site.verdict().bypass().denied().build());
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.hypervisor().calls(site.vm()))
        .containsExactly("shutDown", "shutDown", "powerOff");
  }
}
