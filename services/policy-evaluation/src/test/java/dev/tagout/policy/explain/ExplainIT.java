package dev.tagout.policy.explain;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why, what it would take, and where it would start now. Each test has a platform of its own. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class ExplainIT {
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void saysWhatAScanWouldChangeAndWhereItWouldStartNow() {
    // Given
    host("patched:host-a", Map.of("tier", "internal"));
    host("patched:host-b", Map.of("tier", "internal"));
    host("patched:host-low", Map.of("tier", "public"));
    host("patched:mend", Map.of("tier", "internal", "maintenance", true));
    String vm = "patched:web-01";
    service.assignVm(vm, Map.of("tier", "internal", "owner", "web-team", "contact", "alice"));
    scan(vm, "KB1", "KB2");

    // When
    var answer = given().get("/v1/vms/{id}/explain?host=patched:host-a", vm);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("decision.outcome", equalTo("DENIED"))
        .body("decision.message", not(containsString("(decision")))
        .body("contact", equalTo("alice"))
        .body("owner", equalTo("web-team"))
        .body("fixes", hasSize(1))
        .body("waivable", contains("patch/missing_security_updates"))
        .body("after", hasSize(2))
        .body("after[0].change", equalTo("a scan without the two updates"))
        .body("after[0].then", equalTo("admitted"))
        .body("after[0].host", equalTo("patched:host-a"))
        .body("after[1].host", equalTo("patched:host-b"))
        .body(
            "after[1].text",
            equalTo("after a scan without the two updates, this VM starts on host-b"))
        .body("admittedOn.host", contains("patched:mend"))
        .body("admittedOn[0].maintenance", equalTo(true))
        .body("facts.find { it.group == 'vm.patch' }.known", equalTo(true))
        .body("facts.find { it.group == 'vm.patch' }.source", equalTo("/test"))
        .body("facts.find { it.group == 'host.system' }.known", equalTo(false))
        .body("exhaustive", equalTo(true));
    assertThat(service.decisions(vm)).doesNotContain((String) answer.path("decision.decisionId"));
  }

  @Test
  void saysTheFewestChangesThatSufficeTogether() {
    // Given
    host("both:host-a", Map.of("tier", "internal"));
    String other = "both:db-02";
    service.assignVm(other, Map.of("tier", "restricted"));
    service.send(
        EventType.VM_STARTED,
        other,
        Instant.now(),
        new VmStarted(new HostId("both:host-a"), StartCause.BOOT, "run-1"));
    await("runs")
        .until(() -> given().get("/v1/hosts/both:host-a").path("running").equals(List.of(other)));
    String vm = "both:web-01";
    service.assignVm(vm, Map.of("tier", "internal"));
    scan(vm, "KB1");

    // When
    var answer = given().get("/v1/vms/{id}/explain?host=both:host-a", vm);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("after.then", contains("denied", "denied", "admitted"))
        .body("after[0].change", equalTo("a scan without the update"))
        .body("after[0].stillDeniedBy", contains("tier/mixed"))
        .body(
            "after[2].change",
            equalTo("a scan without the update and the move of both:db-02 away from host-a"))
        .body("admittedOn", empty());
  }

  @Test
  void ofAVmThatMayStartItSaysSo() {
    // Given
    host("fit:host-a", Map.of("tier", "internal"));
    String vm = "fit:web-01";
    service.assignVm(vm, Map.of("tier", "internal"));
    scan(vm);

    // When
    var answer = given().get("/v1/vms/{id}/explain?host=fit:host-a", vm);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("decision.outcome", equalTo("ALLOWED"))
        .body("after", empty())
        .body("waivable", empty())
        .body("admittedOn.host", contains("fit:host-a"));
  }

  @Test
  void withoutAPlaceItExplainsTheStandingVerdict() {
    // Given
    String vm = "nowhere:web-01";
    service.assignVm(vm, Map.of("tier", "internal"));

    // When
    var answer = given().get("/v1/vms/{id}/explain", vm);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("decision.point", equalTo("STANDING"))
        .body("after[0].change", equalTo("a fresh scan that misses nothing"))
        .body("after[0].text", equalTo("after a fresh scan that misses nothing, this VM starts"))
        .body("contact", equalTo("the people who run Tagout here"));
  }

  @Test
  void aVmThatNobodyHasSeenIsNotFound() {
    given()
        .get("/v1/vms/test:explain-nobody/explain")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    given()
        .get("/v1/vms/test:explain-nobody/explain?host=nonsense")
        .then()
        .statusCode(400)
        .body("field", equalTo("host"));
  }

  private void host(String id, Map<String, Object> assignment) {
    Instant now = Instant.now();
    service.assignHost(id, assignment);
    service.send(
        EventType.HOST_CONNECTED,
        id,
        now,
        new HostConnected(id.substring(id.indexOf(':') + 1), List.of()));
    await("listed " + id).until(() -> service.isListedAt(id, now));
  }

  private void scan(String vm, String... missing) {
    Instant published = Instant.now().minus(Duration.ofDays(30));
    service.send(
        EventType.VM_PATCH_SCANNED,
        vm,
        Instant.now(),
        new PatchScanned(
            java.util.Arrays.stream(missing)
                .map(id -> new MissingUpdate(id, UpdateSeverity.CRITICAL, published, null))
                .toList(),
            "test"));
    await("scan of " + vm).until(() -> given().get("/v1/vms/{id}", vm).path("facts.patch") != null);
  }
}
