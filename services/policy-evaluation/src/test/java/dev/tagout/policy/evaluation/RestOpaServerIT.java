package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.policy.OpaProcess;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.PolicyPack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every way in which an OPA server can fail to answer is said, and none looks like an answer. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class RestOpaServerIT {
  private static final byte[] QUESTION = "{\"input\":{}}".getBytes(StandardCharsets.UTF_8);

  @Test
  void whatLoopsOverMillionsIsStoppedAndTheServerGoesOn() {
    // Given
    String rego =
        """
        package tagout

        answer := {"violations": [], "validUntil": null} if {
        	count([1 | some a in input.many; some b in input.many; some c in input.many; ((a + b) + c) < 0]) == 0
        }
        """;
    try (OpaProcess opa = OpaProcess.started();
        OpaServerEngine engine =
            new OpaServerEngine(
                server(opa.url(), Duration.ofMillis(500)),
                "r",
                new TreeMap<>(Map.of("tagout/decision.rego", rego)),
                Json.toTree(Map.of()))) {
      // When
      Evaluation stopped = engine.evaluate(many(600));

      // Then
      assertThat(stopped)
          .isEqualTo(new Evaluation.Undecided("the evaluation took longer than 500 ms"));
      assertThat(engine.evaluate(many(2))).isInstanceOf(Evaluation.Judged.class);
    }
  }

  @Test
  void theWholePackIsPushedAndJudges() throws IOException {
    // Given
    byte[] bundle = java.nio.file.Files.readAllBytes(PolicyPack.whole());
    try (OpaProcess opa = OpaProcess.started();
        OpaServerEngine engine =
            dev.tagout.policy.bundle.PolicyArchive.engine(
                bundle,
                com.fasterxml.jackson.databind.node.MissingNode.getInstance(),
                server(opa.url(), Duration.ofSeconds(5)))) {
      // When
      Evaluation evaluation =
          engine.evaluate(
              Json.tree(
                  """
                  {"review":{"id":"r","point":"AUDIT","operation":"START","at":"2026-11-23T10:00:00Z"},
                   "vm":{"id":"test:vm","name":"vm"}}
                  """
                      .getBytes(StandardCharsets.UTF_8)));

      // Then
      assertThat(evaluation)
          .isInstanceOfSatisfying(
              Evaluation.Judged.class, judged -> assertThat(judged.violations()).isNotEmpty());
    }
  }

  @Test
  void whereNobodyListensTheConnectionIsRefusedAndThenTheServerIsLeftAlone() {
    // Given
    OpaServer server =
        server(URI.create("http://127.0.0.1:" + Port.free()), Duration.ofMillis(500));

    // When
    assertThatThrownBy(() -> server.ask("x", QUESTION))
        // Then
        .isInstanceOf(OpaServerException.class)
        .hasMessageStartingWith("the OPA server cannot be reached: ");
    Awaitility.await("circuit open")
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> server.ask("x", QUESTION))
                    .isInstanceOf(OpaServerException.class)
                    .hasMessage("the OPA server failed too often and is left alone"));
  }

  @Test
  void aServerThatIsBackAnswersAgain() {
    // Given
    try (OpaProcess opa = OpaProcess.started()) {
      OpaServer server = server(opa.url(), Duration.ofMillis(500));
      opa.stop();
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> server.ask("x", QUESTION)).isInstanceOf(OpaServerException.class);
      }

      // When
      opa.start();

      // Then
      Awaitility.await("circuit closed")
          .ignoreExceptions()
          .until(() -> server.ask("x", QUESTION).status() == 200);
    }
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedFor() throws IOException {
    // Given
    try (Stub stub = new Stub(exchange -> new byte[0], true)) {
      // When
      assertThatThrownBy(() -> server(stub.url(), Duration.ofMillis(300)).ask("x", QUESTION))
          // Then
          .isInstanceOf(OpaServerException.class)
          .hasMessage("the evaluation took longer than 300 ms");
    }
  }

  @Test
  void anOverloadedServerIsAskedAgain() throws IOException {
    // Given
    AtomicInteger asked = new AtomicInteger();
    try (Stub stub =
        new Stub(
            exchange ->
                asked.incrementAndGet() < 3
                    ? null
                    : "{\"result\":1}".getBytes(StandardCharsets.UTF_8),
            false)) {
      // When
      OpaServer.Answer answer = server(stub.url(), Duration.ofSeconds(2)).ask("x", QUESTION);

      // Then
      assertThat(answer.text()).isEqualTo("{\"result\":1}");
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void anAnswerWithoutEndIsNone() throws IOException {
    // Given
    byte[] large = new byte[OpaServer.MAX_ANSWER_BYTES + 1];
    try (Stub stub = new Stub(exchange -> large, false)) {
      // When
      assertThatThrownBy(() -> server(stub.url(), Duration.ofSeconds(5)).ask("x", QUESTION))
          // Then
          .isInstanceOf(OpaServerException.class)
          .hasMessage("the OPA server's answer is larger than 8388608 bytes");
    }
  }

  @Test
  void anErrorOfTheServerIsHandedOn() {
    // Given
    try (OpaProcess opa = OpaProcess.started()) {
      // When
      OpaServer.Answer answer =
          server(opa.url(), Duration.ofSeconds(2)).putModule("bad", "package x\n\nthis is no Rego");

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("rego_parse_error");
    }
  }

  private static JsonNode many(int elements) {
    return Json.toTree(Map.of("many", Collections.nCopies(elements, 1)));
  }

  private static OpaServer server(URI url, Duration limit) {
    return new RestOpaServer(
        url,
        new PolicyConfig.Opa() {
          @Override
          public URI url() {
            return url;
          }

          @Override
          public Duration connectTimeout() {
            return Duration.ofMillis(500);
          }

          @Override
          public Duration pushTimeout() {
            return Duration.ofSeconds(20);
          }

          @Override
          public int retries() {
            return 2;
          }

          @Override
          public PolicyConfig.Circuit circuit() {
            return new PolicyConfig.Circuit() {
              @Override
              public int requests() {
                return 6;
              }

              @Override
              public double failureRatio() {
                return 0.5;
              }

              @Override
              public Duration delay() {
                return Duration.ofSeconds(1);
              }
            };
          }
        },
        limit);
  }

  /** A server that answers as a test wants: null is 503. */
  private static final class Stub implements AutoCloseable {
    private final HttpServer server;

    Stub(java.util.function.Function<String, byte[]> answer, boolean silent) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (silent) {
              return;
            }
            byte[] body = answer.apply(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 503 : 200, body == null ? -1 : 0);
            if (body != null) {
              try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
              }
            }
          });
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
