package dev.tagout.remediation.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.RunId;
import dev.tagout.lab.infrastructure.TestTokens;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Lab;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(Lab.class)
class RunResourceIT {
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

  @Test
  void pagesFromTheNewestToTheOldest() {
    // Given
    for (String instance : List.of("run-1", "run-2", "run-3")) {
      site.publish(site.verdict().bypass().instance(instance).build());
      site.awaitStatuses(instance, "notified");
    }

    // When
    List<String> seen = new ArrayList<>();
    String after = null;
    do {
      var request = given().queryParam("vm", site.vm().value()).queryParam("limit", 2);
      if (after != null) {
        request.queryParam("after", after);
      }
      JsonPath page = request.get("/v1/runs").jsonPath();
      seen.addAll(page.getList("items.instance"));
      after = page.getString("next");
    } while (after != null);

    // Then
    assertThat(seen).containsExactly("run-3", "run-2", "run-1");
  }

  @Test
  void filtersByStatus() {
    // Given
    site.publish(site.verdict().bypass().build());
    site.awaitStatuses("run-1", "notified");

    // When
    JsonPath held =
        given()
            .queryParam("vm", site.vm().value())
            .queryParam("status", "held")
            .get("/v1/runs")
            .jsonPath();

    // Then
    assertThat(held.getList("items")).isEmpty();
  }

  @Test
  void showsARunWithItsAttempts() {
    // Given
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "succeeded");

    // When
    JsonPath run = given().get("/v1/runs/{id}", site.runId("run-1")).jsonPath();

    // Then
    assertThat(run.getString("vm")).isEqualTo(site.vm().value());
    assertThat(run.getString("trigger")).isEqualTo("bypass");
    assertThat(run.getString("action")).isEqualTo("power_off");
    assertThat(run.getList("attempts.number")).isEqualTo(List.of(1));
    assertThat(run.getList("attempts.tried")).isEqualTo(List.of("power_off on fake:host-a"));
    assertThat(run.getList("attempts.result")).isEqualTo(List.of("done"));
  }

  @ParameterizedTest
  @CsvSource({
    "vm, web-01",
    "status, unrecognized",
    "status, HELD",
    "limit, 0",
    "limit, 1001",
    "limit, many",
    "after, yesterday"
  })
  void namesTheParameterThatIsWrong(String parameter, String value) {
    // When
    Response response = given().queryParam(parameter, value).get("/v1/runs");

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(response.jsonPath().getString("field")).isEqualTo(parameter);
  }

  @ParameterizedTest
  @CsvSource({"GET, ''", "POST, /approve", "POST, /cancel"})
  void knowsNoSuchRun(String method, String suffix) {
    // When
    Response response = Site.as("alice").request(method, "/v1/runs/" + RunId.next() + suffix);

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.jsonPath().getString("code")).isEqualTo("not-found");
  }

  @Test
  void refusesARemarkThatIsTooLong() {
    // Given
    site.publish(site.verdict().bypass().build());
    site.awaitStatuses("run-1", "notified");

    // When
    Response response =
        Site.as("alice")
            .body("{\"reason\":\"" + "x".repeat(1001) + "\"}")
            .post("/v1/runs/{id}/approve", site.runId("run-1"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("field")).isEqualTo("reason");
  }

  @Test
  void takesNobodysNameFromTheBody() {
    // When
    Response response =
        Site.as("alice")
            .body("{\"by\":\"bob\"}")
            .post("/v1/runs/{id}/approve", RunId.next().value());

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("field")).isEqualTo("by");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/runs/%s/approve", "/v1/runs/%s/cancel", "/v1/breakers/%s/reset"})
  void asksWhoOneIsBeforeAnythingElse(String path) {
    // When
    Response response = given().post(path.formatted(RunId.next()));

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(response.jsonPath().getString("code")).isEqualTo("authentication-required");
  }

  @Test
  void refusesATokenThatSomebodyElseSigned() {
    // When
    Response response =
        given()
            .header("Authorization", "Bearer " + TestTokens.forged("alice"))
            .post("/v1/runs/{id}/approve", RunId.next().value());

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.jsonPath().getString("code")).isEqualTo("invalid-token");
  }
}
