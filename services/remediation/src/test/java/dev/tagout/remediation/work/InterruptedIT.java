package dev.tagout.remediation.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Lab;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Something is away for a while, or dies: nothing is lost, and nothing is done twice. */
@QuarkusTest
@TestProfile(Lab.class)
class InterruptedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject RemediationConfig config;

  private Site site;

  @BeforeEach
  void open() {
    site = new Site(config.policyEvaluation().url());
  }

  @AfterEach
  void close() {
    TestServers.current().startPostgres();
    TestServers.current().startKafka();
    site.close();
  }

  @Test
  void doesNothingWhilePolicyEvaluationIsAway() {
    // Given
    Decision verdict = site.bypass();
    site.policyEvaluationSays(verdict);
    site.policyEvaluationGoes();

    // When
    site.publish(verdict);

    // Then
    awaitReason("policy-evaluation cannot be reached");
    assertThat(site.statuses("run-1")).containsExactly("pending");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
    site.policyEvaluationComes();
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void actsOnceOnAVerdictThatCameWhilePostgresWasAway() {
    // Given
    Decision verdict = site.bypass();
    TestServers.current().stopPostgres();
    awaitReadiness(503);

    // When
    site.decides(verdict);
    TestServers.current().startPostgres();

    // Then
    site.awaitStatuses("run-1", "succeeded");
    site.awaitAllHandled();
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
    assertThat(site.awaitOutcomes(site.runId("run-1"), 1)).hasSize(1);
  }

  @Test
  void recordsAPowerOffThoughPostgresWentAwayMeanwhile() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().after(site.vm(), TestServers.current()::stopPostgres);

    // When
    site.decides(verdict);
    awaitPoweredOff();
    awaitReadiness(503);
    TestServers.current().startPostgres();

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.runs().getList("items[0].attempts.result")).isEqualTo(List.of("done"));
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void tellsOfAPowerOffThoughKafkaWentAwayMeanwhile() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().after(site.vm(), TestServers.current()::stopKafka);

    // When
    site.decides(verdict);
    site.awaitStatuses("run-1", "succeeded");
    TestServers.current().startKafka();

    // Then
    assertThat(site.awaitOutcomes(site.runId("run-1"), 1)).hasSize(1);
    site.awaitAllHandled();
    assertThat(site.statuses("run-1")).containsExactly("succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void findsOutThatItPoweredOffBeforeItDied() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().after(site.vm(), InterruptedIT::die);

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.reason("run-1")).isEqualTo("found stopped after an attempt to stop it");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void powersOffAfterAllWhenItDiedBefore() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().before(site.vm(), InterruptedIT::die);

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.runs().getList("items[0].attempts.result"))
        .isEqualTo(List.of("unknown: the service ended in it", "done"));
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff", "powerOff");
  }

  @Test
  void leavesAVmThatBecameFitAfterItDied() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor()
        .before(
            site.vm(),
            () -> {
              site.policyEvaluationSays(site.verdict().bypass().allowed().build());
              die();
            });

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "superseded");
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void leavesAVmThatWasStartedAgainAfterItDied() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor()
        .before(
            site.vm(),
            () -> {
              site.hypervisor().runs(site.vm(), Site.HOST, "run-2");
              die();
            });

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "superseded");
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void leavesAVmWhoseVerdictRanOutAfterItDied() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor()
        .before(
            site.vm(),
            () -> {
              site.policyEvaluationSays(
                  site.verdict().bypass().denied().validUntil(Instant.now()).build());
              die();
            });

    // When
    site.decides(verdict);

    // Then
    awaitReason("there is no newer one");
    assertThat(site.statuses("run-1")).containsExactly("pending");
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
  }

  /** As if the process had ended there: nobody gets to hear of it. */
  private static void die() {
    throw new Death();
  }

  private void awaitReason(String part) {
    await("a run that waits because " + part)
        .atMost(PATIENCE)
        .until(() -> String.valueOf(site.reason("run-1")).contains(part));
  }

  private void awaitPoweredOff() {
    await("a VM that is powered off")
        .atMost(PATIENCE)
        .until(() -> !site.hypervisor().isRunning(site.vm()));
  }

  private static void awaitReadiness(int status) {
    await("readiness " + status)
        .atMost(PATIENCE)
        .until(() -> given().get("/q/health/ready").statusCode() == status);
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }
}
