package dev.tagout.remediation.verdict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Lab;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(Lab.class)
class VerdictConsumerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject RemediationConfig config;

  private Site site;

  @BeforeEach
  void open() {
    site = new Site(config.policyEvaluation().url());
  }

  @AfterEach
  void close() {
    site.close();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("data.revision", change(v -> v.remove("revision"))),
        Arguments.of("data.vm.id", change(v -> v.put("vm", Map.of("id", "web-01")))),
        Arguments.of("data.point", change(v -> v.put("point", "POWER_ON"))),
        Arguments.of("data.host", change(v -> v.remove("host"))),
        Arguments.of("data.instance", change(v -> v.put("instance", "x".repeat(501)))),
        Arguments.of("data.runningSince", change(v -> v.put("runningSince", "yesterday"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void putsAsideWhatIsNoVerdictAndHandlesWhatFollows(
      String field, Consumer<Map<String, Object>> change) {
    // Given
    Decision verdict = site.bypass();
    Map<String, Object> wrong = fields(verdict);
    change.accept(wrong);

    // When
    site.publish(site.vm().value(), verdict.decisionId(), Json.text(wrong));
    site.decides(verdict);

    // Then
    site.awaitStatuses("run-1", "succeeded");
    assertThat(awaitLetter()).isEqualTo(field);
  }

  @Test
  void showsItsDeadLettersAndThoseOfItsOutbox() {
    // Given
    Decision verdict = site.bypass();
    site.publish(site.vm().value(), verdict.decisionId(), "{}");
    awaitLetter();

    // When
    JsonPath letters = given().get("/v1/dead-letters?limit=1000").jsonPath();

    // Then
    assertThat(letters.getString("items.find{it.key=='" + site.vm() + "'}.topic"))
        .isEqualTo(Topic.VERDICTS.topicName());
    given().get("/v1/dead-letters?topic=outbox").then().statusCode(200);
    given().get("/q/health/well").then().statusCode(200);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fields(Decision verdict) {
    return Json.read(Json.text(verdict), Map.class);
  }

  private String awaitLetter() {
    List<ConsumerRecord<String, byte[]>> letters =
        await("a dead letter of " + site.vm())
            .atMost(PATIENCE)
            .until(
                () -> Site.records(Topic.VERDICTS.deadLetterName(), site.vm().value()),
                found -> !found.isEmpty());
    return new String(
        letters.getFirst().headers().lastHeader("tagout_dead_letter_field").value(),
        StandardCharsets.UTF_8);
  }

  private static Consumer<Map<String, Object>> change(Consumer<Map<String, Object>> change) {
    return change;
  }
}
