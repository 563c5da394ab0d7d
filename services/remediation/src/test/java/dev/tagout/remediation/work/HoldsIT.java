package dev.tagout.remediation.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.ManyAtOnce;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What makes a run wait for a person, but the limit of the site. Each test has a tier of its own.
 */
@QuarkusTest
@TestProfile(ManyAtOnce.class)
class HoldsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject RemediationConfig config;
  @Inject DataSource database;

  private final String tier = "tier-" + Ids.next();
  private final List<Site> sites = new ArrayList<>();

  @AfterEach
  void close() {
    sites.stream().findFirst().ifPresent(Site::close);
  }

  @Test
  void holdsWhatIsBeyondTheLimitOfItsTier() {
    // Given
    Site first = vm();
    Site second = vm();
    first.tier("narrow").decides(first.bypass());
    first.awaitStatuses("run-1", "succeeded");

    // When
    second.tier("narrow").decides(second.bypass());

    // Then
    second.awaitStatuses("run-1", "held");
    assertThat(second.run("run-1"))
        .containsEntry("hold", "limit")
        .containsEntry("tier", "narrow")
        .containsEntry(
            "reason",
            "the limit of tier narrow is reached: 1 stopped within PT10M; approve this run, or"
                + " cancel it");
    assertThat(second.hypervisor().calls(second.vm())).isEmpty();
  }

  @Test
  void holdsWhatIsBeyondTheLimitOfItsHostGroup() {
    // Given
    Site first = vm();
    Site second = vm();
    first.group("finance").decides(first.bypass());
    first.awaitStatuses("run-1", "succeeded");

    // When
    second.group("finance").decides(second.bypass());

    // Then
    second.awaitStatuses("run-1", "held");
    assertThat(second.run("run-1"))
        .containsEntry("hold", "limit")
        .containsEntry("hostGroup", "finance");
    assertThat(second.reason("run-1")).startsWith("the limit of host group finance is reached");
    assertThat(second.hypervisor().calls(second.vm())).isEmpty();
  }

  @Test
  void stopsNoMoreThanTheLimitHoweverManyAreAtItAtOnce() {
    // Given
    List<Site> many = Stream.generate(this::vm).limit(6).toList();
    many.forEach(site -> site.group("legal").tier("tier-" + Ids.next()));
    many.getFirst().policyEvaluationGoes();
    many.forEach(site -> site.decides(site.bypass()));
    many.forEach(site -> site.awaitStatuses("run-1", "pending"));

    // When
    many.getFirst().policyEvaluationComes();

    // Then
    await("two that are stopped, and the others held")
        .atMost(PATIENCE)
        .until(
            () ->
                many.stream()
                    .map(site -> site.statuses("run-1").getFirst())
                    .sorted()
                    .toList()
                    .equals(List.of("held", "held", "held", "held", "succeeded", "succeeded")));
    assertThat(many).filteredOn(s -> !s.hypervisor().isRunning(s.vm())).hasSize(2);
  }

  @Test
  void opensTheBreakerWhenATierTurnsBadAtOnce() {
    // When
    storm();

    // Then
    RemediationOutcome told =
        sites.getLast().awaitOutcomes(sites.getLast().runId("run-1"), 1).getFirst();
    assertThat(told.status()).isEqualTo(RunStatus.HELD);
    assertThat(told.hold()).isEqualTo(HoldCause.BREAKER);
    assertThat(told.reason()).startsWith("the breaker of tier " + tier + " is open: 3 of 3 VMs");
    assertThat(breaker())
        .containsEntry("state", "open")
        .containsEntry("turned", 3)
        .containsEntry("running", 3);
    assertThat(openBreakers()).isPositive();
  }

  @Test
  void doesNotOpenItWhenMostOfTheTierIsAsItWas() {
    // Given
    for (int i = 0; i < 4; i++) {
      Site site = vm();
      site.publish(site.verdict().allowed().build());
      site.awaitAllHandled();
    }

    // When
    List<Site> bad = List.of(vm(), vm(), vm());
    bad.forEach(site -> site.decides(site.bypass()));

    // Then
    bad.forEach(site -> site.awaitStatuses("run-1", "succeeded"));
    assertThat(breakers()).isEmpty();
  }

  @Test
  void letsASingleRunGoOnThatAPersonApprovedWhileTheBreakerIsOpen() {
    // Given
    storm();
    Site one = sites.getFirst();

    // When
    Site.as("alice").post("/v1/runs/{id}/approve", one.runId("run-1")).then().statusCode(200);

    // Then
    one.awaitStatuses("run-1", "succeeded");
    assertThat(breaker()).containsEntry("state", "open");
    assertThat(sites.getLast().statuses("run-1")).containsExactly("held");
  }

  @Test
  void checksAgainWhatTheBreakerHeldWhenAPersonResetsIt() {
    // Given
    storm();
    Site fit = sites.getFirst();
    Site bad = sites.getLast();
    fit.policyEvaluationSays(fit.verdict().bypass().allowed().build());

    // When
    Response answer =
        Site.as("alice")
            .body("{\"reason\":\"the feed was wrong\"}")
            .post("/v1/breakers/{tier}/reset", tier);

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(breaker())
        .containsEntry("state", "reset")
        .containsEntry("resetBy", "alice")
        .containsEntry("resetReason", "the feed was wrong");
    fit.awaitStatuses("run-1", "superseded");
    assertThat(fit.hypervisor().calls(fit.vm())).isEmpty();
    bad.awaitStatuses("run-1", "succeeded");
    assertThat(bad.run("run-1")).doesNotContainKey("approvedBy");
  }

  @Test
  void whatAPersonSawMakesNoStormAgain() {
    // Given
    storm();
    Site.as("alice").post("/v1/breakers/{tier}/reset", tier).then().statusCode(200);
    Site next = vm();

    // When
    next.decides(next.bypass());

    // Then
    next.awaitStatuses("run-1", "succeeded");
    assertThat(breakers()).hasSize(1);
  }

  @Test
  void aVmWhoseVerdictWasWithdrawnCountsNoMore() {
    // Given
    for (int i = 0; i < 3; i++) {
      Site gone = vm();
      gone.publish(gone.verdict().allowed().build());
      gone.awaitAllHandled();
      gone.withdraws();
      awaitForgotten(gone);
    }

    // When
    storm();

    // Then
    assertThat(breaker()).containsEntry("turned", 3).containsEntry("running", 3);
  }

  @Test
  void refusesToResetABreakerThatIsNotOpen() {
    // When
    Response answer = Site.as("alice").post("/v1/breakers/{tier}/reset", tier);

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("not-found");
  }

  @Test
  void stopsFightingAnotherControllerAndAsksOnce() {
    // Given
    Site site = vm();
    for (int i = 1; i <= 3; i++) {
      site.decides(site.bypass("run-" + i));
      site.awaitStatuses("run-" + i, "succeeded");
      site.publish(site.verdict().placement(Placement.DEFINED).build());
    }

    // When
    site.decides(site.bypass("run-4"));
    site.awaitStatuses("run-4", "held");
    String run = site.runId("run-4");
    Decision fifth = site.bypass("run-5");
    site.decides(fifth);
    site.awaitRestsOn("run-5", fifth.decisionId());

    // Then
    assertThat(site.runId("run-5")).isEqualTo(run);
    assertThat(site.statuses("run-5")).containsExactly("held");
    assertThat(site.run("run-5")).containsEntry("hold", "loop");
    assertThat(site.reason("run-5"))
        .matches("stopped 3 times in \\d+ min and started again each time: another controller.*");
    assertThat(site.outcomes(run))
        .extracting(RemediationOutcome::hold)
        .containsExactly(HoldCause.LOOP);
    assertThat(site.hypervisor().isRunning(site.vm())).isTrue();
  }

  @Test
  void goesOnWithAVmThatIsStartedAgainWhenAPersonApproves() {
    // Given
    Site site = vm();
    for (int i = 1; i <= 3; i++) {
      site.decides(site.bypass("run-" + i));
      site.awaitStatuses("run-" + i, "succeeded");
    }
    site.decides(site.bypass("run-4"));
    site.awaitStatuses("run-4", "held");

    // When
    Site.as("alice").post("/v1/runs/{id}/approve", site.runId("run-4")).then().statusCode(200);

    // Then
    site.awaitStatuses("run-4", "succeeded");
    assertThat(site.hypervisor().isRunning(site.vm())).isFalse();
  }

  /** Three VMs of the tier turn bad at once; returns when all of them are held. */
  private void storm() {
    List<Site> turned = List.of(vm(), vm(), vm());
    // Else the first is stopped before the last has turned.
    turned.getFirst().policyEvaluationGoes();
    turned.forEach(site -> site.decides(site.bypass()));
    await("the breaker").atMost(PATIENCE).until(() -> !breakers().isEmpty());
    turned.getFirst().policyEvaluationComes();
    turned.forEach(site -> site.awaitStatuses("run-1", "held"));
  }

  private Site vm() {
    Site site =
        sites.isEmpty() ? new Site(config.policyEvaluation().url()) : sites.getFirst().another();
    site.tier(tier);
    sites.add(site);
    return site;
  }

  private void awaitForgotten(Site site) {
    await("a VM that is not known any more")
        .atMost(PATIENCE)
        .until(
            () -> {
              try (Connection connection = database.getConnection();
                  PreparedStatement query =
                      connection.prepareStatement("SELECT 1 FROM known_vm WHERE vm_id = ?")) {
                query.setString(1, site.vm().value());
                return !query.executeQuery().next();
              }
            });
  }

  private List<Map<String, Object>> breakers() {
    return JsonPath.from(given().get("/v1/breakers").asString())
        .getList("items.findAll{it.tier=='" + tier + "'}");
  }

  private Map<String, Object> breaker() {
    return breakers().getFirst();
  }

  private static double openBreakers() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("tagout_remediation_breakers_open"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
