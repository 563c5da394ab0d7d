package dev.tagout.policy.readiness;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the way of enforcing, read from what was decided. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class ReadinessIT {
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void namesTheVmTheMissingFactAndTheTierThatIsNotReady() {
    // Given
    String vm = "test:not-ready";
    String host = "test:not-ready-host";
    service.emptyHost(host, "internal");
    service.assignHost(host, Map.of("tier", "internal", "enforcement", "observe"));
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));
    assertThat(service.review(vm, host).admitted()).isTrue();
    await("verdict")
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).outcome()).isEqualTo(Outcome.DENIED);
            });

    // When
    JsonNode readiness =
        Json.tree(given().get("/v1/policies/readiness?since=1h&limit=1000").asByteArray());

    // Then
    JsonNode found = find(readiness.path("vms"), "id", vm);
    assertThat(found.path("wouldBeRefused").asBoolean()).isTrue();
    assertThat(found.path("refusedStarts").asLong()).isEqualTo(1);
    assertThat(found.path("owner").asText()).isEqualTo("alice");
    assertThat(found.at("/rules/0").asText()).isEqualTo("patch/unknown");
    assertThat(found.at("/missingFacts/0").asText()).isEqualTo("vm.patch");
    JsonNode fact = find(readiness.path("missingFacts"), "fact", "vm.patch");
    assertThat(fact.path("fedBy").asText()).isEqualTo("dev.tagout.vm.patch-scanned.v1");
    assertThat(fact.path("subjects").valueStream().map(JsonNode::asText)).contains(vm);
    assertThat(find(readiness.path("tiers"), "tier", "internal").path("canBeEnforced").asBoolean())
        .isFalse();
    JsonNode rule = find(readiness.path("rules"), "rule", "patch/unknown");
    assertThat(rule.path("unknown").asLong()).isPositive();
    assertThat(rule.path("refusedStarts").asLong()).isPositive();
  }

  @Test
  void listsRulesThatNobodyBreaksAndRefusesNonsense() {
    given()
        .get("/v1/policies/readiness")
        .then()
        .statusCode(200)
        .body("rules.rule", hasItem("tier/host_below_vm"));
    given()
        .get("/v1/policies/readiness?since=ever")
        .then()
        .statusCode(400)
        .body("field", equalTo("since"));
  }

  private static JsonNode find(JsonNode list, String field, String value) {
    for (JsonNode one : list) {
      if (one.path(field).asText().equals(value)) {
        return one;
      }
    }
    return list.path("none");
  }
}
