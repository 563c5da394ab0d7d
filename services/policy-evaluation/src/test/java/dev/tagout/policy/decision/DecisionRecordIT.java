package dev.tagout.policy.decision;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a decision, and what is told of it. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class DecisionRecordIT {
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void isFoundByTheRuleThatIsNotMet() {
    // Given
    String vm = "test:found-by-rule";
    service.assignVm(vm, Map.of("tier", "internal"));
    service.assignHost("test:found-by-rule-host", Map.of("tier", "internal"));
    Decision decision = service.review(vm, "test:found-by-rule-host");

    // Then
    given()
        .get("/v1/decisions?rule=patch/unknown&host=test:found-by-rule-host&vm=" + vm)
        .then()
        .statusCode(200)
        .body("items.decisionId", contains(decision.decisionId().value()));
    given()
        .get("/v1/decisions?rule=tier/mixed&host=test:found-by-rule-host&vm=" + vm)
        .then()
        .statusCode(200)
        .body("items", empty());
  }

  @Test
  void isPagedWithoutGapsAndWithoutEnd() {
    // Given
    String vm = "test:paged";
    List<String> newestFirst =
        List.of(
                service.review(vm, "test:paged-host"),
                service.review(vm, "test:paged-host"),
                service.review(vm, "test:paged-host"))
            .reversed()
            .stream()
            .map(decision -> decision.decisionId().value())
            .toList();
    String query = "/v1/decisions?host=test:paged-host&limit=2&vm=" + vm;

    // When
    List<String> first = given().get(query).path("items.decisionId");
    String next = given().get(query).path("next");
    List<String> second = given().get(query + "&after=" + next).path("items.decisionId");

    // Then
    assertThat(first).isEqualTo(newestFirst.subList(0, 2));
    assertThat(second).isEqualTo(newestFirst.subList(2, 3));
    String end = given().get(query + "&after=" + next).path("next");
    assertThat(end).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=nonsense|after",
        "after=01a20d91-0000-7000-8000-000000000000|after",
        "since=yesterday|since",
        "until=2026|until",
        "limit=0|limit",
        "limit=1001|limit"
      })
  void aQueryThatCannotBeMeantNamesTheField(String queryAndField) {
    String[] parts = queryAndField.split("\\|");
    given()
        .get("/v1/decisions?" + parts[0])
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(parts[1]));
  }

  @Test
  void isToldOnceAsACloudEventAndKeptWithItsWholeInput() {
    // Given
    String vm = "test:told";
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));
    service.assignHost("test:told-host", Map.of("tier", "public", "group", "finance"));

    // When
    Decision decision = service.review(vm, "test:told-host");

    // Then
    String id = decision.decisionId().value();
    await("told").until(() -> !told(vm, id).isEmpty() && service.outbox() == 0);
    assertThat(told(vm, id)).hasSize(1);
    ConsumerRecord<String, byte[]> record = told(vm, id).getFirst();
    assertThat(Topics.header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(Topics.header(record, "ce_type")).isEqualTo("dev.tagout.decision.made.v1");
    assertThat(Topics.header(record, "ce_source")).isEqualTo("/policy-evaluation/decisions");
    assertThat(Topics.header(record, "ce_subject")).isEqualTo(vm);
    assertThat(Topics.header(record, "ce_time")).isEqualTo(decision.decidedAt().toString());
    assertThat(Topics.header(record, "content-type")).isEqualTo("application/json");
    assertThat(Json.read(record.value(), Decision.class)).isEqualTo(decision);
    assertThat(decision.host().group()).isEqualTo("finance");
    JsonNode kept = Json.tree(given().get("/v1/decisions/{id}", id).asByteArray());
    assertThat(kept.at("/input/review/id").asText()).isEqualTo(id);
    assertThat(kept.at("/input/vm/owner").asText()).isEqualTo("alice");
    assertThat(kept.at("/input/host/tier").asText()).isEqualTo("public");
    assertThat(kept.at("/input/residents").isArray()).isFalse();
  }

  @Test
  void theSiemHearsOnceOfEachStartAndNotOfVerdicts() {
    // Given
    String vm = "test:heard-of";
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));
    service.assignHost("test:heard-of-host", Map.of("tier", "public"));

    // When
    Decision decision = service.review(vm, "test:heard-of-host");

    // Then
    String id = decision.decisionId().value();
    await("told").until(() -> !told(vm, id).isEmpty() && service.outbox() == 0);
    List<ConsumerRecord<String, byte[]>> heard =
        Topics.read(Topic.FINDINGS.topicName(), vm).stream()
            .filter(record -> Json.tree(record.value()).path("class_uid").asInt() == 6003)
            .toList();
    assertThat(heard).hasSize(1);
    assertThat(Topics.header(heard.getFirst(), "ce_id")).isEqualTo(id);
    assertThat(Topics.header(heard.getFirst(), "ce_type")).isEqualTo("dev.tagout.finding.v1");
    assertThat(Topics.header(heard.getFirst(), "ce_source"))
        .isEqualTo("/policy-evaluation/findings");
    JsonNode event = Json.tree(heard.getFirst().value());
    assertThat(event.path("class_uid").asInt()).isEqualTo(6003);
    assertThat(event.path("disposition").asText()).isEqualTo("Blocked");
    assertThat(event.at("/metadata/uid").asText()).isEqualTo(id);
    assertThat(event.at("/resources/0/uid").asText()).isEqualTo(vm);
    assertThat(event.at("/resources/0/owner/name").asText()).isEqualTo("alice");
  }

  @Test
  void aVerdictIsToldOnBothTopicsUnderOneId() {
    // Given
    String vm = "test:told-twice";

    // When
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));

    // Then
    await("verdict").until(() -> service.verdict(vm) != null && service.outbox() == 0);
    ConsumerRecord<String, byte[]> verdict = Topics.read(Topic.VERDICTS.topicName(), vm).getLast();
    assertThat(Topics.header(verdict, "ce_type")).isEqualTo("dev.tagout.verdict.changed.v1");
    assertThat(Topics.header(verdict, "ce_source")).isEqualTo("/policy-evaluation/verdicts");
    assertThat(told(vm, Topics.header(verdict, "ce_id"))).hasSize(1);
  }

  private static List<ConsumerRecord<String, byte[]>> told(String vm, String id) {
    return Topics.read(Topic.DECISIONS.topicName(), vm).stream()
        .filter(record -> id.equals(Topics.header(record, "ce_id")))
        .toList();
  }
}
