package dev.tagout.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every command: who is asked, who asks, and what no answer means. */
class ServiceTest {
  @TempDir private Path root;

  private StandIn service;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn().answers("GET /v1/vms", Answers.page());
    Path tokens = Files.createDirectories(root.resolve(".tagout/tokens"));
    Files.writeString(tokens.resolve("alice"), "token-of.alice\n");
    Files.writeString(tokens.resolve("bob"), "token-of.bob\n");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void theLocalUserAsksWhenNobodyElseIsNamed() {
    // When
    terminal(Map.of()).types("vm", "list");

    // Then
    assertThat(service.last().authorization()).isEqualTo("Bearer token-of.alice");
  }

  @Test
  void theEnvironmentNamesAnotherLocalUser() {
    // When
    terminal(Map.of("TAGOUT_USER", "bob")).types("vm", "list");

    // Then
    assertThat(service.last().authorization()).isEqualTo("Bearer token-of.bob");
  }

  @Test
  void aTokenInTheEnvironmentGoesBeforeLocalUsers() {
    // When
    terminal(Map.of("TAGOUT_TOKEN", "from.environment", "TAGOUT_USER", "bob")).types("vm", "list");

    // Then
    assertThat(service.last().authorization()).isEqualTo("Bearer from.environment");
  }

  @Test
  void whatIsTypedGoesBeforeTheEnvironment() throws IOException {
    // Given
    Terminal terminal = terminal(Map.of("TAGOUT_TOKEN", "from.environment"));
    Path file = Files.writeString(root.resolve("token"), "from.file");

    // When
    terminal.types("vm", "list", "--token-file", file.toString());
    terminal.types("vm", "list", "--as", "bob");

    // Then
    assertThat(service.requests())
        .extracting(StandIn.Request::authorization)
        .containsExactly("Bearer from.file", "Bearer token-of.bob");
  }

  @Test
  void withoutCheckoutAndTokenNobodyIsNamed() {
    // When
    Terminal.Result result = Terminal.at(service).types("vm", "list");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(service.last().authorization()).isNull();
  }

  @Test
  void oneAsks() {
    // When
    Terminal.Result result =
        terminal(Map.of()).types("vm", "list", "--as", "bob", "--token-file", "x");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(service.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"carol", "../../etc/passwd", ""})
  void aUserWhoIsNoLocalOneIsWrongUsage(String user) {
    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list", "--as", user);

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("tagout: ").contains(user);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void whatIsNoTokenIsNotSentAndNotPrinted() {
    // When
    Terminal.Result result =
        terminal(Map.of("TAGOUT_TOKEN", "secret\r\nX-Other: 1")).types("vm", "list");

    // Then
    assertThat(result)
        .isEqualTo(new Terminal.Result(2, "", "tagout: TAGOUT_TOKEN holds no bearer token\n"));
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void aTokenIsNeverPrinted() {
    // Given
    service.answers("GET /v1/vms", 401, Answers.problem(401, "unauthorized", "who are you"));

    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1,
                "",
                """
                tagout: who are you
                code: unauthorized
                The token was not taken; it may have expired. `tagout up` makes new ones.
                """));
  }

  @Test
  void aRefusalIsNoAndIsSaidWithItsDetails() {
    // Given
    service.answers(
        "GET /v1/vms",
        409,
        """
        {"type":"urn:tagout:problem:x","title":"Conflict","status":409,"detail":"it is\\u001b[31m late",
         "code":"x","field":"limit","share":0.25,
         "vms":[{"id":"s:a","name":"web","rules":["a/b","c/d"]},"s:b"],"none":null}
        """);

    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1,
                "",
                """
                tagout: it is\\u{1b}[31m late
                code: x
                field: limit
                share: 0.25
                vms:
                  web s:a: a/b, c/d
                  s:b
                """));
  }

  @Test
  void aServiceThatCannotAnswerIsNotReached() {
    // Given
    service.answers("GET /v1/vms", 503, Answers.problem(503, "unavailable", "no database"));

    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .startsWith(
            "tagout: policy-evaluation at " + service.url() + " cannot answer: no database\n");
  }

  @Test
  void nobodyThereIsNotReached() throws IOException {
    // Given
    String url;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + closed.getLocalPort();
    }

    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list", "--policy-url", url + "/");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err().lines().findFirst())
        .hasValue(
            "tagout: policy-evaluation at " + url + " cannot be reached: nobody listens there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "[1", "{\"items\":7}"})
  void somethingElseThereIsNotReached(String body) {
    // Given
    service.answers("GET /v1/vms", body);

    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("is it policy-evaluation?");
  }

  @Test
  void redirectionsAreNotFollowed() {
    // Given
    service.answers("GET /v1/vms", 302, "{}");

    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(service.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8082",
        "ftp://host",
        "http://",
        "http://user:secret@host",
        "http://host/?q=1",
        "::"
      })
  void whatIsNoUrlIsWrongUsage(String url) {
    // When
    Terminal.Result result = terminal(Map.of()).types("vm", "list", "--policy-url", url);

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vm",
        "host",
        "policy",
        "waiver",
        "break-glass",
        "decision",
        "assign",
        "vm list -o yaml",
        "no"
      })
  void wrongUsageIsSaidOnStandardError(String line) {
    // When
    Terminal.Result result =
        terminal(Map.of()).types(line.isEmpty() ? new String[0] : line.split(" "));

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isNotBlank();
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void everyCommandHasHelp() {
    // When
    Terminal.Result result = terminal(Map.of()).types("policy", "impact", "--help");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("Usage: tagout policy impact").contains("--as=USER");
  }

  private Terminal terminal(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("TAGOUT_POLICY_URL", service.url());
    return Terminal.in(all, root);
  }
}
