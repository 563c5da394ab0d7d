package dev.tagout.policy.admission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class GateIT {
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void refusesAVmThatNobodyKnows() {
    // When
    Decision decision = service.review("test:unknown", "test:nowhere");

    // Then
    assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(decision.admitted()).isFalse();
    assertThat(decision.violations())
        .extracting("rule")
        .containsExactlyInAnyOrder("patch/unknown", "tier/unknown", "tier/unknown", "tier/unknown");
    assertThat(decision.message())
        .startsWith("tagout: test:unknown may not start on test:nowhere: ");
  }

  @Test
  void admitsAFitVmAndAwaitsItsStart() {
    // Given
    service.assignHost("test:h1", Map.of("tier", "internal"));
    service.assignVm("test:v1", Map.of("tier", "internal"));
    Instant now = Instant.now();
    service.send(
        EventType.HOST_CONNECTED,
        "test:h1",
        now.minusSeconds(60),
        new HostConnected("h1", List.of(Service.off("test:v1"))));
    service.send(
        EventType.VM_PATCH_SCANNED,
        "test:v1",
        now.minusSeconds(30),
        new PatchScanned(List.of(), "test"));
    await("scan applied").until(() -> service.review("test:v1", "test:h1").admitted());

    // When
    Decision decision = service.review("test:v1", "test:h1");
    service.send(
        EventType.VM_STARTED,
        "test:v1",
        Instant.now(),
        new VmStarted(new HostId("test:h1"), StartCause.BOOT, "run-1"));

    // Then
    assertThat(decision.outcome()).isEqualTo(Outcome.ALLOWED);
    await("seen running")
        .untilAsserted(
            () -> {
              Decision verdict = service.verdict("test:v1");
              assertThat(verdict).isNotNull();
              assertThat(verdict.bypass()).isFalse();
              assertThat(verdict.instance()).isEqualTo("run-1");
            });
    await("listing applied").until(() -> "v1".equals(given().get("/v1/vms/test:v1").path("name")));
    given()
        .get("/v1/vms/test:v1")
        .then()
        .statusCode(200)
        .body("name", equalTo("v1"))
        .body("placements[0].admission", equalTo("admitted"));
    given().get("/v1/decisions?vm=test:v1&rule=patch/unknown").then().statusCode(200);
    given().get("/v1/hosts").then().statusCode(200);
    given()
        .get("/v1/decisions/{id}", decision.decisionId().value())
        .then()
        .statusCode(200)
        .body("input.vm.tier", equalTo("internal"));
    given()
        .get("/v1/vms/nonsense")
        .then()
        .statusCode(400)
        .body("detail", containsString("platform"));
  }

  @Test
  void namesTheTraceOfTheHookThoughNobodyCollectsSpans() {
    // Given
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String sent = "00-" + trace + "-00f067aa0ba902b7-01";

    // When
    String decision =
        given()
            .contentType("application/json")
            .header("traceparent", sent)
            .body(Map.of("vm", Map.of("id", "test:passed"), "host", Map.of("id", "test:nowhere")))
            .post("/v1/reviews")
            .path("decisionId");
    String untraced = service.review("test:untraced", "test:nowhere").decisionId().value();

    // Then
    given().get("/v1/decisions/{id}", decision).then().body("traceId", equalTo(trace));
    given().get("/v1/decisions/{id}", untraced).then().body("traceId", nullValue());
    await("told with the hook's own traceparent")
        .untilAsserted(
            () ->
                assertThat(Topics.read(Topic.DECISIONS.topicName(), "test:passed"))
                    .extracting(record -> Topics.header(record, "traceparent"))
                    .containsExactly(sent));
  }
}
