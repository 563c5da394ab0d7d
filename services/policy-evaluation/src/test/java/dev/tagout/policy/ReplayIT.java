package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What was put aside is sent again by hand, by somebody with a name. */
@QuarkusTest
@TestProfile(Tokens.Alone.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(Tokens.class)
class ReplayIT extends DeadLetterTesting {
  @Inject DataSource source;

  @Test
  void aMessageIsSentAgainOnceItsReasonIsGone() {
    // Given
    String key = "test:" + Ids.next();
    String id = message("DECISIONS", key, TOO_LARGE, Instant.now());
    awaitRelayed();
    String address = address(dead(id));
    database.call(on -> on.update("UPDATE outbox_dead SET payload = '{}' WHERE ce_id = ?", id));

    // When
    asCarol().post("/v1/dead-letters/" + address + "/replay").then().statusCode(200);

    // Then
    await("sent")
        .atMost(PATIENCE)
        .until(() -> Topics.read(Topic.DECISIONS.topicName(), key).size() == 1);
    assertThat(dead(id).getString("replayedAt")).isNotNull();
    assertThat(dead(id).getString("replayedBy")).isEqualTo("carol");
    asCarol()
        .post("/v1/dead-letters/" + address + "/replay")
        .then()
        .statusCode(409)
        .body("code", equalTo("replayed"));
    given().get("/v1/dead-letters/" + address).then().body("value", equalTo(Map.of()));
  }

  @Test
  void anOldMessageDoesNotTakeThePlaceOfANewerOneOnACompactedTopic() {
    // Given
    String key = "test:" + Ids.next();
    String id = message("VERDICTS", key, TOO_LARGE, Instant.now());
    message("VERDICTS", key, "{\"n\":2}", Instant.now());
    awaitRelayed();

    // When
    var response =
        asCarol()
            .queryParam("again", true)
            .post("/v1/dead-letters/" + address(dead(id)) + "/replay");

    // Then
    response.then().statusCode(409).body("code", equalTo("overtaken"));
  }

  @Test
  void replayTakesAToken() {
    // Given
    String key = "test:" + Ids.next();
    String id = message("DECISIONS", key, TOO_LARGE, Instant.now());
    kafka.write(new ProducerRecord<>(Topic.VM_EVENTS.topicName(), key, bytes("{bad")));
    awaitRelayed();
    String message = address(dead(id));
    String letter = address(awaitLetter(key, 0));

    for (String address : List.of(message, letter)) {
      // When
      var response = given().post("/v1/dead-letters/" + address + "/replay");

      // Then
      response.then().statusCode(401).body("code", equalTo("authentication-required"));
    }
    asCarol().post("/v1/dead-letters/outbox/0/1/replay").then().statusCode(404);
    assertThat(service.outbox()).isZero();
    assertThat(Topics.read(Topic.VM_EVENTS.topicName(), key)).hasSize(1);
  }

  @Test
  void nobodyWhoWritesWaitsForAReplayThatWaitsForANewerMessage() throws Exception {
    // Given
    String key = "test:" + Ids.next();
    String id = message("VERDICTS", key, TOO_LARGE, Instant.now());
    awaitRelayed();
    String address = address(dead(id));
    try (Connection writer = source.getConnection();
        Connection other = source.getConnection()) {
      writer.setAutoCommit(false);
      insert(writer, "VERDICTS", key);
      var replay =
          CompletableFuture.supplyAsync(
              () -> asCarol().post("/v1/dead-letters/" + address + "/replay"));
      await("a replay that waits").atMost(PATIENCE).until(() -> writers() > 1);

      // When
      try (Statement statement = other.createStatement()) {
        statement.execute("SET lock_timeout = '1s'");
        insert(other, "DECISIONS", key);
        statement.execute("RESET lock_timeout");
      }
      boolean waited = !replay.isDone();
      writer.commit();

      // Then
      assertThat(waited).isTrue();
      replay.join().then().statusCode(409).body("code", equalTo("overtaken"));
      awaitRelayed();
      assertThat(Topics.read(Topic.VERDICTS.topicName(), key)).hasSize(1);
    }
  }

  @Test
  void aVerdictThatNothingOvertookIsSentAgainWhileOthersWrite() throws Exception {
    // Given
    String key = "test:" + Ids.next();
    String id = message("VERDICTS", key, TOO_LARGE, Instant.now());
    awaitRelayed();
    String address = address(dead(id));
    database.call(on -> on.update("UPDATE outbox_dead SET payload = '{}' WHERE ce_id = ?", id));
    CompletableFuture<Response> replay;
    try (Connection writer = source.getConnection()) {
      writer.setAutoCommit(false);
      insert(writer, "VERDICTS", "test:" + Ids.next());
      replay =
          CompletableFuture.supplyAsync(
              () -> asCarol().post("/v1/dead-letters/" + address + "/replay"));
      await("a replay that waits").atMost(PATIENCE).until(() -> writers() > 1);

      // When
      writer.rollback();
    }

    // Then
    replay.join().then().statusCode(200).body("replayedBy", equalTo("carol"));
    awaitRelayed();
    assertThat(Topics.read(Topic.VERDICTS.topicName(), key))
        .extracting(record -> Topics.header(record, "ce_id"))
        .containsExactly(id);
  }

  @Test
  void aRecordThatCouldNotBeHandledIsListedShownAndSentBack() {
    // Given
    String key = "test:" + Ids.next();
    kafka.write(new ProducerRecord<>(Topic.VM_EVENTS.topicName(), key, bytes("{bad")));
    JsonPath letter = awaitLetter(key, 0);
    String address = address(letter);

    // When
    asCarol()
        .post("/v1/dead-letters/" + address + "/replay")
        .then()
        .statusCode(200)
        .body("replayedAt", notNullValue());

    // Then
    JsonPath again = awaitLetter(key, 1);
    assertThat(address(again)).isNotEqualTo(address);
    ConsumerRecord<String, byte[]> replayed =
        Topics.read(Topic.VM_EVENTS.topicName(), key).getLast();
    assertThat(Topics.header(replayed, "tagout_replayed_at")).isNotNull();
    assertThat(Topics.header(replayed, "tagout_dead_letter_reason")).isNull();
    assertThat(replayed.value()).isEqualTo(bytes("{bad"));
    given()
        .get("/v1/dead-letters/" + address)
        .then()
        .statusCode(200)
        .body("text", equalTo("{bad"))
        .body("letter.replayedAt", notNullValue())
        .body("letter.replayedBy", equalTo("carol"))
        .body("headers.tagout_dead_letter_reason", containsString("CloudEvent"));
    asCarol()
        .post("/v1/dead-letters/" + address + "/replay")
        .then()
        .statusCode(409)
        .body("code", equalTo("replayed"));
  }

  @Test
  void aRecordOfWhichOnlyTheBeginningWasKeptSaysWhereTheWholeOfItIs() {
    // Given
    String key = "test:" + Ids.next();
    ProducerRecord<String, byte[]> beginning =
        new ProducerRecord<>(Topic.VM_EVENTS.deadLetterName(), key, bytes("{"));
    Map.of("reason", "too large", "size", "2000000", "topic", Topic.VM_EVENTS.topicName())
        .forEach((name, value) -> header(beginning, name, value));
    header(beginning, "partition", "3");
    header(beginning, "offset", "99");
    kafka.write(beginning);
    JsonPath letter = awaitLetter(key, 0);

    // When
    var response = asCarol().post("/v1/dead-letters/" + address(letter) + "/replay");

    // Then
    response
        .then()
        .statusCode(409)
        .body("code", equalTo("incomplete"))
        .body("detail", containsString("tagout.vm.events.v1, partition 3, offset 99"));
    assertThat(letter.getLong("size")).isEqualTo(2_000_000);
    assertThat(letter.getBoolean("complete")).isFalse();
  }

  private static void insert(Connection on, String topic, String key) throws SQLException {
    try (PreparedStatement insert =
        on.prepareStatement(
            "INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time, payload)"
                + " VALUES (?, ?, ?, 'test', '/test', now(), '{}')")) {
      insert.setString(1, topic);
      insert.setString(2, key);
      insert.setString(3, Ids.next());
      insert.executeUpdate();
    }
  }

  /** How many write to the outbox, or want it for themselves. */
  private int writers() {
    return database.call(
        on ->
            on.first(
                    "SELECT count(DISTINCT pid) FROM pg_locks WHERE relation = 'outbox'::regclass"
                        + " AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock')",
                    row -> row.getInt(1))
                .orElseThrow());
  }

  private static RequestSpecification asCarol() {
    return given().header("Authorization", "Bearer " + TestTokens.of("carol"));
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add("tagout_dead_letter_" + name, bytes(value));
  }
}
