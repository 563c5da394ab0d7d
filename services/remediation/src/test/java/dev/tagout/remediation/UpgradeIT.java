package dev.tagout.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.world.EarlierData;
import dev.tagout.remediation.world.Site;
import dev.tagout.remediation.world.Upgraded;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service of today on the data of its first version. */
@QuarkusTest
@TestProfile(Upgraded.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeIT {
  @Inject RemediationConfig config;

  private Site any;

  /** Nothing is asked for before all of it can be answered. */
  @BeforeAll
  void open() {
    any = Site.alone(config.policyEvaluation().url());
    for (VmId vm : List.of(EarlierData.DUE, EarlierData.INTERRUPTED, EarlierData.HELD)) {
      Site site = any.about(vm);
      site.policyEvaluationSays(site.bypass());
    }
    any.policyEvaluationComes();
  }

  @AfterAll
  void close() {
    any.close();
  }

  @Test
  void whatWasDueIsDone() {
    // When
    Site site = any.about(EarlierData.DUE);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.hypervisor().calls(site.vm())).containsExactly("powerOff");
    assertThat(site.awaitOutcomes(site.runId("run-1"), 1))
        .extracting(RemediationOutcome::status)
        .containsExactly(RunStatus.SUCCEEDED);
  }

  @Test
  void whatItDiedInIsDoneAgain() {
    // When
    Site site = any.about(EarlierData.INTERRUPTED);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.runs().getList("items[0].attempts.result"))
        .isEqualTo(List.of("unknown: the service ended in it", "done"));
  }

  @Test
  void whatIsHeldWaitsForAPersonAndIsDoneWhenOneApproves() {
    // Given
    Site site = any.about(EarlierData.HELD);
    assertThat(site.statuses("run-1")).containsExactly("held");

    // When
    Site.as("alice").post("/v1/runs/{id}/approve", site.runId("run-1")).then().statusCode(200);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.run("run-1")).containsEntry("approvedBy", "alice");
  }

  @Test
  void whatWasNotToldYetIsTold() {
    // When
    Site site = any.about(EarlierData.UNTOLD);

    // Then
    assertThat(site.awaitOutcomes(EarlierData.UNTOLD_RUN, 1))
        .extracting(RemediationOutcome::status, RemediationOutcome::reason)
        .containsExactly(tuple(RunStatus.SUCCEEDED, "powered off"));
  }
}
