package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What can never be delivered or handled is put aside, told of, and sent again by hand. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class DeliveryIT extends DeadLetterTesting {
  @Test
  void aMessageThatKafkaNeverTakesIsPutAsideAndTheOthersGoOn() {
    // Given
    String key = "test:" + Ids.next();
    String large = message("DECISIONS", key, TOO_LARGE, Instant.now());

    // When
    String next = message("DECISIONS", key, "{\"n\":2}", Instant.now());

    // Then
    awaitRelayed();
    assertThat(Topics.read(Topic.DECISIONS.topicName(), key))
        .extracting(record -> Topics.header(record, "ce_id"))
        .containsExactly(next);
    JsonPath dead = dead(large);
    assertThat(dead.getString("reason")).contains("larger than");
    assertThat(dead.getString("source.topic")).isEqualTo(Topic.DECISIONS.topicName());
    assertThat(dead.getString("overtakenBy")).isEqualTo(next);
    given().get("/q/health/ready").then().statusCode(200);
    // A look is kept for a second.
    await("known")
        .untilAsserted(
            () ->
                given()
                    .get("/q/health/well")
                    .then()
                    .statusCode(503)
                    .body("checks.find{it.name=='outbox'}.data", hasEntry("dead", 1)));
    await("counted")
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString())
                    .contains("tagout_outbox_dead 1.0")
                    .contains("tagout_outbox_put_aside_total{topic=\"DECISIONS\"}"));
  }

  @Test
  void aMessageForATopicThatNobodyKnowsWaitsForANewerReplicaAndIsThenPutAside() {
    // Given
    String key = "test:" + Ids.next();
    String young = message("OF_A_NEWER_VERSION", key, "{}", Instant.now());
    String old = message("OF_NO_VERSION", key, "{}", Instant.now().minus(Duration.ofHours(1)));

    // When
    String known = message("DECISIONS", key, "{}", Instant.now());

    // Then
    await("known one sent")
        .atMost(PATIENCE)
        .until(() -> !Topics.read(Topic.DECISIONS.topicName(), key).isEmpty());
    assertThat(Topics.header(Topics.read(Topic.DECISIONS.topicName(), key).getFirst(), "ce_id"))
        .isEqualTo(known);
    await("old one put aside")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(dead(old).getString("reason")).contains("topic: is unknown"));
    assertThat(
            database.<Integer>call(
                on ->
                    on.first(
                            "DELETE FROM outbox WHERE ce_id = ? RETURNING 1",
                            row -> row.getInt(1),
                            young)
                        .orElse(0)))
        .isOne();
  }

  @Test
  void listsInPagesAndNamesWhatIsWrongWithAQuestion() {
    // Given
    String key = "test:" + Ids.next();
    kafka.write(new ProducerRecord<>(Topic.VM_EVENTS.topicName(), key, bytes("{1")));
    kafka.write(new ProducerRecord<>(Topic.VM_EVENTS.topicName(), key, bytes("{2")));
    awaitLetter(key, 1);

    // When
    JsonPath first = given().get("/v1/dead-letters?limit=1").jsonPath();
    JsonPath second =
        given()
            .queryParam("limit", 1)
            .queryParam("after", first.getString("next"))
            .get("/v1/dead-letters")
            .jsonPath();

    // Then
    assertThat(first.getList("items")).hasSize(1);
    assertThat(second.getList("items")).hasSize(1).isNotEqualTo(first.getList("items"));
    given().get("/v1/dead-letters?limit=0").then().statusCode(400).body("field", equalTo("limit"));
    given().get("/v1/dead-letters?topic=x").then().statusCode(400).body("field", equalTo("topic"));
    given().get("/v1/dead-letters?after=x").then().statusCode(400).body("field", equalTo("after"));
    given().get("/v1/dead-letters/tagout.vm.events.v1/0/999999").then().statusCode(404);
    given().get("/v1/dead-letters/tagout.vm.events.v1/999/0").then().statusCode(404);
    given().get("/v1/dead-letters/tagout.decisions.v1/0/0").then().statusCode(404);
  }

  @Test
  void saysHowFarItsConsumersAreBehind() {
    // When
    String numbers = "tagout_consumer_lag\\{channel=\"%s\"[^}]*} [0-9]";

    // Then
    await("lag is known")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString())
                    .containsPattern(numbers.formatted("vm-events"))
                    .containsPattern(numbers.formatted("host-events")));
  }
}
