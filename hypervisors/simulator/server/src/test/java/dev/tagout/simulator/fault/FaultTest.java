package dev.tagout.simulator.fault;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.simulator.FakeGate;
import dev.tagout.simulator.Lab;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FakeGate.class)
class FaultTest {
  @BeforeEach
  @AfterEach
  void mend() {
    Lab.noFaults();
  }

  @Test
  void keepsWhatTheBodyLeavesOut() {
    // Given
    Lab.faults(Map.of("hook", "missing"));

    // When
    var answer = Lab.faults(Map.of("events", "late"));

    // Then
    answer.statusCode(200).body("hook", equalTo("missing")).body("events", equalTo("late"));
    given()
        .get("/v1/faults")
        .then()
        .body("hook", equalTo("missing"))
        .body("events", equalTo("late"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"hook\":\"gone\"} | hook | present, missing, hanging",
        "{\"hook\":null} | hook | present, missing, hanging",
        "{\"hook\":\"missing\",\"events\":\"MISSING\"} | events | normal, late, twice, shuffled, cut",
        "{\"hooks\":\"missing\"} | hooks | there are hook and events",
        "[] | $ | must be an object",
        "x | $ | "
      })
  void namesTheFieldAndChangesNothing(String body, String field, String problem) {
    // When
    var answer = given().contentType("application/json").body(body).put("/v1/faults").then();

    // Then
    answer
        .statusCode(400)
        .body("code", equalTo("invalid"))
        .body("field", equalTo(field))
        .body("detail", containsString(problem == null ? "" : problem));
    given().get("/v1/faults").then().body("hook", equalTo("present"));
  }
}
