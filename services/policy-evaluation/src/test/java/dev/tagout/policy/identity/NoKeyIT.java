package dev.tagout.policy.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** A service that nobody has told how to verify tokens. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class NoKeyIT {
  @Test
  void saysWhatToConfigureWhereATokenIsNeeded() {
    // When
    Response answer =
        given()
            .header("Authorization", "Bearer whatever")
            .contentType("application/json")
            .body("{}")
            .post("/v1/waivers");

    // Then
    answer
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo("authentication-required"))
        .body("detail", containsString("mp.jwt.verify.publickey.location"));
  }

  @Test
  void passesATokenOverWhereNoneIsNeeded() {
    // When
    Response answer = given().header("Authorization", "Bearer whatever").get("/v1/waivers");

    // Then
    answer.then().statusCode(200);
  }
}
