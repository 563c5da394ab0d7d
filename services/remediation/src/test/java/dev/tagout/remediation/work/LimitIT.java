package dev.tagout.remediation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.LowLimit;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LowLimit.class)
class LimitIT {
  @Inject RemediationConfig config;

  private Site site;

  /** After this the limit is reached, whichever test comes first. */
  @BeforeEach
  void open() {
    try (Site first = new Site(config.policyEvaluation().url())) {
      first.decides(first.bypass());
      // What an earlier test stopped may count still, or not any more.
      first.awaitOneOf("run-1", "succeeded", "held");
    }
    site = new Site(config.policyEvaluation().url());
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "held");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void holdsWhatIsBeyondTheLimitAndTellsOfIt() {
    // When
    RemediationOutcome outcome = site.awaitOutcomes(site.runId("run-1"), 1).getFirst();

    // Then
    assertThat(outcome.status()).isEqualTo(RunStatus.HELD);
    assertThat(outcome.endedAt()).isNull();
    assertThat(outcome.hold()).isEqualTo(HoldCause.LIMIT);
    assertThat(outcome.reason())
        .isEqualTo("the limit is reached: 1 stopped within PT10M; approve this run, or cancel it");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void goesOnWhenAPersonApproves() {
    // When
    Site.as("alice")
        .body("{\"reason\":\"it is the real thing\"}")
        .post("/v1/runs/{id}/approve", site.runId("run-1"))
        .then()
        .statusCode(200);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(site.awaitOutcomes(site.runId("run-1"), 2))
        .extracting(RemediationOutcome::status, RemediationOutcome::approvedBy)
        .containsExactly(tuple(RunStatus.HELD, null), tuple(RunStatus.SUCCEEDED, "alice"));
    assertThat(site.run("run-1")).containsEntry("approvedBy", "alice");
  }

  @Test
  void checksAgainWhatAPersonApproved() {
    // Given
    site.policyEvaluationSays(site.verdict().bypass().waived().build());

    // When
    Site.as("alice").post("/v1/runs/{id}/approve", site.runId("run-1")).then().statusCode(200);

    // Then
    site.awaitStatuses("run-1", "superseded");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void doesNothingToARunOfTheVmThatAPersonCancelled() {
    // Given
    Site.as("bob").post("/v1/runs/{id}/cancel", site.runId("run-1")).then().statusCode(200);

    // When
    site.decides(site.verdict().bypass().denied().build());

    // Then
    site.awaitAllHandled();
    assertThat(site.statuses("run-1")).containsExactly("cancelled");
    assertThat(site.run("run-1")).containsEntry("cancelledBy", "bob");
    assertThat(site.hypervisor().calls(site.vm())).isEmpty();
  }

  @Test
  void refusesToApproveWhatIsNotHeld() {
    // Given
    String run = site.runId("run-1");
    Site.as("alice").post("/v1/runs/{id}/cancel", run).then().statusCode(200);

    // When
    var response = Site.as("alice").post("/v1/runs/{id}/approve", run);

    // Then
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(response.jsonPath().getString("code")).isEqualTo("run-state");
    assertThat(response.jsonPath().getString("detail"))
        .isEqualTo("a run that is cancelled cannot be approved");
  }
}
