package dev.tagout.policy.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that has a key to verify tokens with. */
@QuarkusTest
@TestProfile(Tokens.Alone.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(Tokens.class)
class TokensIT {
  @Inject Service service;

  static Stream<Arguments> invalid() {
    return Stream.of(
        Arguments.of("nonsense"),
        Arguments.of(Tokens.expired("alice")),
        Arguments.of(Tokens.forged("alice")),
        Arguments.of(Tokens.ofIssuer("somebody", "alice")),
        Arguments.of(Tokens.of(" ")),
        Arguments.of(Tokens.of("x".repeat(256))),
        Arguments.of(Tokens.of("a\u0000b")));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidTokenIsRefusedAlsoWhereNoneIsAskedFor(String token) {
    // When
    Response answer = given().header("Authorization", "Bearer " + token).get("/v1/vms");

    // Then
    answer
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", containsString("invalid_token"))
        .body("code", equalTo("invalid-token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/waivers",
        "/v1/waivers/019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b/approve",
        "/v1/waivers/019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b/revoke"
      })
  void whoChangesAWaiverShowsATokenFirst(String path) {
    // When
    Response answer = given().contentType("application/json").body("{}").post(path);

    // Then
    answer
        .then()
        .statusCode(401)
        .body("code", equalTo("authentication-required"))
        .body("detail", containsString("Authorization: Bearer"));
  }

  @Test
  void allElseIsOpenWithAndWithoutAToken() {
    // When
    Response with = given().header("Authorization", "Bearer " + Tokens.of("alice")).get("/v1/vms");
    Response without = given().get("/v1/vms");
    Response assigned =
        given()
            .header("Authorization", "Bearer " + Tokens.of("alice"))
            .contentType("application/json")
            .body(Map.of("tier", "internal"))
            .put("/v1/vms/test:by-alice/assignment");

    // Then
    with.then().statusCode(200);
    without.then().statusCode(200);
    assigned.then().statusCode(200);
  }

  @Test
  void whoActivatesARevisionIsWhoTheTokenSays() throws Exception {
    // Given
    service.awaitReady();
    byte[] bundle = Files.readAllBytes(PolicyPack.bundle());

    // When
    Response answer =
        given()
            .header("Authorization", "Bearer " + Tokens.of("alice"))
            .contentType("application/gzip")
            .body(bundle)
            .post("/v1/policies/activate");

    // Then
    answer.then().statusCode(200).body("activatedBy", equalTo("alice"));
  }
}
