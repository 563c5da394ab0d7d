package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.policy.database.Database;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of dead letters share: messages and records that come to be some, and the list. */
abstract class DeadLetterTesting {
  static final String TOO_LARGE = "{\"a\":\"" + "x".repeat(1_100_000) + "\"}";
  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Service service;
  @Inject KafkaWriter kafka;
  @Inject Database database;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @AfterEach
  void forget() {
    database.call(on -> on.update("DELETE FROM outbox_dead"));
  }

  String message(String topic, String key, String payload, Instant time) {
    String id = Ids.next();
    database.call(
        on ->
            on.update(
                "INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time,"
                    + " payload) VALUES (?, ?, ?, 'test', '/test', ?, ?::jsonb)",
                topic,
                key,
                id,
                time,
                payload));
    return id;
  }

  void awaitRelayed() {
    await("outbox empty").atMost(PATIENCE).until(() -> service.outbox() == 0);
  }

  static JsonPath dead(String id) {
    JsonPath page = given().get("/v1/dead-letters?topic=outbox").jsonPath();
    assertThat(page.getList("items.eventId")).contains(id);
    return page.setRootPath("items.find{it.eventId=='" + id + "'}");
  }

  static JsonPath awaitLetter(String key, int more) {
    String ofKey = "items.findAll{it.key=='" + key + "'}";
    JsonPath page =
        await("dead letter of " + key)
            .atMost(PATIENCE)
            .until(
                () ->
                    given()
                        .get("/v1/dead-letters?limit=1000&topic=" + Topic.VM_EVENTS.topicName())
                        .jsonPath(),
                found -> found.getList(ofKey).size() == more + 1);
    return page.setRootPath("items.find{it.key=='" + key + "'}");
  }

  static String address(JsonPath letter) {
    return letter.getString("topic")
        + "/"
        + letter.getString("partition")
        + "/"
        + letter.getString("offset");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
