package dev.tagout.remediation.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Lab;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lab.class)
class BypassIT {
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
  void powersOffOnceThoughTheVerdictIsDeliveredThreeTimes() {
    // Given
    Decision verdict = site.bypass();

    // When
    site.decides(verdict);
    site.publish(verdict);
    site.publish(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    site.awaitAllHandled();
    assertThat(site.statuses("run-1")).containsExactly("succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void tellsOfAPowerOff() {
    // Given
    Decision verdict = site.bypass();

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    RemediationOutcome outcome = site.awaitOutcomes(site.runId("run-1"), 1).getFirst();
    assertThat(outcome.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(outcome.trigger()).isEqualTo(Trigger.BYPASS);
    assertThat(outcome.action()).isEqualTo(RemediationAction.POWER_OFF);
    assertThat(outcome.decisionId()).isEqualTo(verdict.decisionId());
    assertThat(outcome.vm()).isEqualTo(site.vm());
    assertThat(outcome.host()).isEqualTo(Site.HOST);
    assertThat(outcome.attempts()).isEqualTo(1);
    assertThat(outcome.exposureMillis()).isPositive();
    assertThat(outcome.reason())
        .isEqualTo(
            "powered off: web-01 on host-a runs though no decision admitted it, and is denied by"
                + " tier/host_below_vm");
  }

  @Test
  void doesNotPowerOffAgainWhenViolationsOfTheSameRunChange() {
    // Given
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "succeeded");
    Decision changed =
        site.verdict()
            .bypass()
            .denied()
            .violation("tier/mixed", ViolationKind.VIOLATED, RemediationAction.NOTIFY)
            .build();

    // When
    site.decides(changed);

    // Then
    site.awaitAllHandled();
    assertThat(site.statuses("run-1")).containsExactly("succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void powersOffALaterRunThatHasTheIdentityOfAnEarlierOne() {
    // Given
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "succeeded");
    site.hypervisor().runs(site.vm(), Site.HOST, "run-1");

    // When
    // A hypervisor that was started again counts its runs from the beginning.
    site.decides(site.verdict().bypass().denied().runningSince(Instant.now()).build());

    // Then
    site.awaitStatuses("run-1", "succeeded", "succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void powersOffTheNextRunOfTheVmToo() {
    // Given
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "succeeded");
    site.hypervisor().runs(site.vm(), Site.HOST, "run-2");

    // When
    site.decides(site.verdict().bypass().denied().instance("run-2").build());

    // Then
    site.awaitStatuses("run-2", "succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void theSiemHearsOnceOfAPowerOff() {
    // Given
    Decision verdict = site.bypass();

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    String run = site.runId("run-1");
    await("a finding of " + site.vm())
        .atMost(Duration.ofSeconds(30))
        .until(() -> !findings().isEmpty());
    assertThat(findings().stream().map(f -> f.at("/metadata/uid").asText()).distinct())
        .containsExactly(run + "/succeeded");
    JsonNode finding = findings().getFirst();
    assertThat(finding.path("type_uid").asInt()).isEqualTo(700102);
    assertThat(finding.path("command_uid").asText()).isEqualTo(run);
    assertThat(finding.at("/metadata/correlation_uid").asText())
        .isEqualTo(verdict.decisionId().value());
  }

  private List<JsonNode> findings() {
    return Site.records(Topic.FINDINGS.topicName(), site.vm().value()).stream()
        .map(record -> Json.tree(record.value()))
        .toList();
  }

  @Test
  void leavesAVmThatIsAllowedByNow() {
    // Given
    Decision verdict = site.bypass();
    site.policyEvaluationSays(site.verdict().bypass().allowed().build());

    // When
    site.publish(verdict);

    // Then
    site.awaitStatuses("run-1", "superseded");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
    assertThat(site.awaitOutcomes(site.runId("run-1"), 1).getFirst().status())
        .isEqualTo(RunStatus.SUPERSEDED);
  }

  @Test
  void losesNoVerdictThatComesWhileItLearnsOfTheOneBefore() {
    // Given
    Decision verdict = site.bypass();
    Decision allowed = site.verdict().bypass().allowed().build();
    Decision deniedAgain = site.verdict().bypass().denied().build();
    site.policyEvaluationSays(allowed);
    CompletableFuture<Void> cameMeanwhile =
        site.beforePolicyEvaluationAnswers(
            () -> {
              site.decides(deniedAgain);
              site.awaitRestsOn("run-1", deniedAgain.decisionId());
            });

    // When
    site.publish(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(cameMeanwhile).isCompleted();
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void powersOffAVmThatWasAllowedForAWhile() {
    // Given
    Decision verdict = site.bypass();
    site.policyEvaluationSays(site.verdict().bypass().allowed().build());
    site.publish(verdict);
    site.awaitStatuses("run-1", "superseded");

    // When
    site.decides(site.verdict().bypass().denied().build());

    // Then
    site.awaitStatuses("run-1", "succeeded", "superseded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void leavesAVmThatPolicyEvaluationDoesNotKnow() {
    // Given
    Decision verdict = site.bypass();

    // When
    site.publish(verdict);

    // Then
    site.awaitStatuses("run-1", "superseded");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void leavesAnotherRunOfTheVm() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().runs(site.vm(), Site.HOST, "run-2");

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "superseded");
    assertThat(site.reason("run-1")).contains("started again");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
  }

  @Test
  void doesNothingToAVmInObserve() {
    // Given
    site.hypervisor().runs(site.vm(), Site.HOST, "run-1");
    Decision verdict =
        site.verdict().bypass().denied().enforcement(Enforcement.OBSERVE).admitted(true).build();

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "notified");
    assertThat(site.reason("run-1")).contains("would have been powered off");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void doesNothingToAVmWithoutAnAnswer() {
    // Given
    site.hypervisor().runs(site.vm(), Site.HOST, "run-1");
    Decision verdict = site.verdict().bypass().denied().outcome(Outcome.INDETERMINATE).build();

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "notified");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void tellsOfDriftOnceForEachSetOfRules() {
    // Given
    site.hypervisor().runs(site.vm(), Site.HOST, "run-1");
    Decision more =
        site.verdict()
            .drift()
            .denied()
            .violation("tier/mixed", ViolationKind.VIOLATED, RemediationAction.NOTIFY)
            .build();

    // When
    site.decides(site.verdict().drift().denied().build());
    site.decides(site.verdict().drift().denied().build());
    site.decides(more);
    site.decides(site.verdict().drift().denied().build());

    // Then
    site.awaitAllHandled();
    assertThat(site.runs().getList("items.findAll{it.instance=='run-1'}.rules"))
        .isEqualTo(
            List.of(List.of("tier/host_below_vm", "tier/mixed"), List.of("tier/host_below_vm")));
    assertThat(site.statuses("run-1")).containsExactly("notified", "notified");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void powersOffWhatWasOnlyToldOfWhenItGetsWorse() {
    // Given
    site.hypervisor().runs(site.vm(), Site.HOST, "run-1");
    site.decides(
        site.verdict()
            .bypass()
            .violation("tier/mixed", ViolationKind.VIOLATED, RemediationAction.NOTIFY)
            .build());
    site.awaitStatuses("run-1", "notified");

    // When
    site.decides(site.verdict().bypass().denied().build());

    // Then
    site.awaitStatuses("run-1", "succeeded", "notified");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
  }

  @Test
  void triesAgainWhatFailedTwice() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().fails(site.vm(), 2);

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.runs().getList("items[0].attempts.result"))
        .isEqualTo(List.of("failed: out of order", "failed: out of order", "done"));
    assertThat(site.hypervisor().calls(site.vm()))
        .containsExactly("powerOff", "powerOff", "powerOff");
  }

  @Test
  void failsInTheEndAndSaysWhy() {
    // Given
    Decision verdict = site.bypass();
    site.hypervisor().fails(site.vm(), Integer.MAX_VALUE);

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "failed");
    RemediationOutcome outcome = site.awaitOutcomes(site.runId("run-1"), 1).getFirst();
    assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
    assertThat(outcome.reason()).isEqualTo("tried 4 times, at last: out of order");
    assertThat(outcome.attempts()).isEqualTo(4);
    assertThat(outcome.exposureMillis()).isNull();
  }

  @Test
  void failsWhenNoHypervisorHasTheHost() {
    // Given
    Decision verdict =
        site.verdict().bypass().denied().host(HostId.of("nowhere", "host-z")).build();

    // When
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "failed");
    assertThat(site.awaitOutcomes(site.runId("run-1"), 1).getFirst().reason())
        .isEqualTo("no configured hypervisor has the host nowhere:host-z");
  }

  @Test
  void countsRunsAndMeasuresExposure() {
    // Given
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "succeeded");

    // When
    String metrics = given().get("/q/metrics").asString();

    // Then
    assertThat(metrics)
        .containsPattern(
            "tagout_remediation_runs_total\\{action=\"power_off\",status=\"succeeded\",trigger=\"bypass\"\\}")
        .contains("tagout_remediation_exposure_seconds_count")
        .contains("tagout_remediation_held");
  }
}
