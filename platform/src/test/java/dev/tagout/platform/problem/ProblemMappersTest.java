package dev.tagout.platform.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ProblemMappersTest {
  private final ProblemMappers mappers = new ProblemMappers();

  @Test
  void namesTheFieldThatIsWrong() {
    // When
    Response response = mappers.violation(new ContractViolation("missing[0].id", "is required"));

    // Then
    JsonNode body = body(response);
    assertThat(response.getStatus()).isEqualTo(400);
    assertThat(response.getMediaType()).hasToString("application/problem+json");
    assertThat(body.path("code").asText()).isEqualTo("invalid");
    assertThat(body.path("type").asText()).isEqualTo("urn:tagout:problem:invalid");
    assertThat(body.path("status").asInt()).isEqualTo(400);
    assertThat(body.path("field").asText()).isEqualTo("missing[0].id");
    assertThat(body.path("detail").asText()).isEqualTo("missing[0].id: is required");
  }

  @Test
  void leavesOutTheFieldWhereThereIsNone() {
    // When
    Response response = mappers.problem(ProblemException.notFound("VM", "libvirt:a"));

    // Then
    assertThat(response.getStatus()).isEqualTo(404);
    assertThat(body(response).has("field")).isFalse();
    assertThat(body(response).path("detail").asText()).isEqualTo("there is no VM libvirt:a");
  }

  @Test
  void answersAnUnreadableBodyAsAnInvalidRequest() {
    // Given
    JsonMappingException unreadable = new JsonMappingException(null, "no number");
    unreadable.prependPath(Object.class, "attempts");

    // When
    Response bare = mappers.json(unreadable);
    Response wrapped = mappers.http(new WebApplicationException(unreadable, 400));

    // Then
    assertThat(bare.getStatus()).isEqualTo(400);
    assertThat(body(bare).path("field").asText()).isEqualTo("attempts");
    assertThat(body(wrapped)).isEqualTo(body(bare));
  }

  @Test
  void keepsTheStatusOfAnHttpErrorAndMakesACodeOfIt() {
    // When
    Response response = mappers.http(new NotAllowedException("GET"));

    // Then
    assertThat(response.getStatus()).isEqualTo(405);
    assertThat(body(response).path("code").asText()).isEqualTo("method-not-allowed");
  }

  @Test
  void doesNotTurnARedirectionIntoAProblem() {
    // When
    Response response = mappers.http(new RedirectionException(303, URI.create("/elsewhere")));

    // Then
    assertThat(response.getStatus()).isEqualTo(303);
  }

  @Test
  void doesNotTellTheInsideOfAServerError() {
    // When
    Response response = mappers.http(new WebApplicationException("secret", 500));

    // Then
    assertThat(response.getStatus()).isEqualTo(500);
    assertThat(body(response).toString()).doesNotContain("secret");
  }

  @Test
  void asksToTryAgainWhileSomethingIsAway() {
    // When
    Response response =
        mappers.anythingElse(new IllegalStateException(new SQLException("secret", "08006")));

    // Then
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(body(response).path("code").asText()).isEqualTo("unavailable");
    assertThat(body(response).toString()).doesNotContain("secret");
  }

  @Test
  void answersABugWithAnIdAndNoMore() {
    // When
    Response response = mappers.anythingElse(new NullPointerException("secret"));

    // Then
    assertThat(response.getStatus()).isEqualTo(500);
    assertThat(body(response).path("code").asText()).isEqualTo("internal");
    assertThat(body(response).path("detail").asText()).matches(".* [0-9a-f-]{36}");
    assertThat(body(response).toString()).doesNotContain("secret", "NullPointer");
  }

  private static JsonNode body(Response response) {
    byte[] bytes = (byte[]) response.getEntity();
    assertThat(new String(bytes, UTF_8)).startsWith("{");
    return Json.tree(bytes);
  }
}
