package dev.tagout.simulator.vm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.simulator.FakeGate;
import dev.tagout.simulator.Lab;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FakeGate.class)
class StartTest {
  private FakeGate gate;
  private String host;

  @BeforeEach
  void begin() {
    Lab.noFaults();
    gate.answers(FakeGate.admitted());
    host = Lab.host();
  }

  @Test
  void startsWhatTheGateAdmits() {
    // Given
    String vm = "web-" + host;
    Lab.define(
        vm, Map.of("host", host, "tier", "internal", "nics", List.of(Map.of("network", "guest"))));

    // When
    var answer = given().header("X-Requested-By", "alice").post("/v1/vms/" + vm + "/start").then();

    // Then
    answer
        .statusCode(200)
        .body("id", equalTo("simulator:" + vm))
        .body("state", equalTo("running"))
        .body("host", equalTo(host));
    assertThat(gate.reviews()).hasSize(1);
    JsonNode review = gate.reviews().get(0);
    assertThat(review.at("/vm/id").asText()).isEqualTo("simulator:" + vm);
    assertThat(review.at("/vm/name").asText()).isEqualTo(vm);
    assertThat(review.at("/vm/configuration/tier").asText()).isEqualTo("internal");
    assertThat(review.at("/vm/configuration/nics/0/network").asText()).isEqualTo("guest");
    assertThat(review.at("/host/id").asText()).isEqualTo("simulator:" + host);
    assertThat(review.at("/operation").asText()).isEqualTo("START");
    assertThat(review.at("/requestedBy").asText()).isEqualTo("alice");
  }

  @Test
  void refusesWithTheDecisionAsAProblem() {
    // Given
    gate.answers(FakeGate.denied("it misses 2 updates"));
    String vm = Lab.vm(host);

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer
        .statusCode(403)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:tagout:problem:refused"))
        .body("status", equalTo(403))
        .body("code", equalTo("refused"))
        .body("detail", equalTo("it misses 2 updates"))
        .body("decision.decisionId", equalTo("d-1"));
    Lab.show(vm).body("state", equalTo("shut-off")).body("instance", nullValue());
  }

  @Test
  void refusesInOneLineForATerminal() {
    // Given
    gate.answers(FakeGate.denied("it misses 2 updates"));
    String vm = Lab.vm(host);

    // When
    var answer = given().accept("text/plain").post("/v1/vms/" + vm + "/start").then();

    // Then
    answer.statusCode(403).contentType("text/plain").body(equalTo("it misses 2 updates\n"));
  }

  @Test
  void asksAgainAfterARefusal() {
    // Given
    gate.answers(FakeGate.denied("no"));
    String vm = Lab.vm(host);
    Lab.post(vm, "start").statusCode(403);
    gate.answers(FakeGate.admitted());

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer.statusCode(200);
  }

  @Test
  void doesNothingWhenItRuns() {
    // Given
    String vm = Lab.running(host);
    String instance = Lab.instance(vm);
    gate.answers(FakeGate.denied("no"));

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer.statusCode(200).body("instance", equalTo(instance));
    assertThat(gate.reviews()).isEmpty();
  }

  @Test
  void givesEachRunAnotherInstance() {
    // Given
    String vm = Lab.running(host);
    String first = Lab.instance(vm);
    Lab.post(vm, "stop").statusCode(200);

    // When
    Lab.post(vm, "start").statusCode(200);

    // Then
    assertThat(Lab.instance(vm)).isNotNull().isNotEqualTo(first);
  }

  @Test
  void staysOffWithoutAnAnswerOfTheGate() {
    // Given
    gate.answers(FakeGate.json(503, "{}"));
    String vm = Lab.vm(host);

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer
        .statusCode(403)
        .body("code", equalTo("gate-unavailable"))
        .body("decision", nullValue())
        .body("detail", containsString(vm + " was not started: the gate answered with status 503"));
    Lab.show(vm).body("state", equalTo("shut-off"));
  }

  @Test
  void staysOffWhenTheHookHangs() {
    // Given
    Lab.faults(Map.of("hook", "hanging")).statusCode(200);
    String vm = Lab.vm(host);

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer.statusCode(403).body("code", equalTo("gate-unavailable"));
    Lab.show(vm).body("state", equalTo("shut-off"));
  }

  @Test
  void startsUnaskedWithoutAHook() {
    // Given
    gate.answers(FakeGate.denied("no"));
    Lab.faults(Map.of("hook", "missing")).statusCode(200);
    String vm = Lab.vm(host);

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer.statusCode(200).body("state", equalTo("running"));
    assertThat(gate.reviews()).isEmpty();
  }

  @Test
  void asksOnceForStartsAtTheSameTime() throws Exception {
    // Given
    CountDownLatch open = new CountDownLatch(1);
    gate.answers(FakeGate.held(open, FakeGate.admitted()));
    String vm = Lab.vm(host);
    List<Future<String>> instances = new ArrayList<>();

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        instances.add(
            threads.submit(() -> Lab.post(vm, "start").statusCode(200).extract().path("instance")));
      }
      await("the review").until(() -> !gate.reviews().isEmpty());
      open.countDown();
    }

    // Then
    assertThat(gate.reviews()).hasSize(1);
    assertThat(instances).extracting(Future::get).containsOnly(Lab.instance(vm));
  }

  @Test
  void startsAnotherVmWhileOneWaits() throws Exception {
    // Given
    CountDownLatch open = new CountDownLatch(1);
    String waiting = Lab.vm(host);
    String other = Lab.vm(host);
    gate.answers(
        (review, exchange) -> {
          if (review.at("/vm/name").asText().equals(waiting)) {
            open.await();
          }
          FakeGate.admitted().to(review, exchange);
        });
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> start = threads.submit(() -> Lab.post(waiting, "start").statusCode(200));
      await("the review of the first").until(() -> !gate.reviews().isEmpty());

      // When
      var answer = Lab.post(other, "start");

      // Then
      answer.statusCode(200);
      assertThat(start).isNotDone();
      open.countDown();
      start.get();
    }
  }

  @Test
  void restoresWhatWasSaved() {
    // Given
    String vm = Lab.running(host);
    Lab.post(vm, "save").statusCode(200).body("saved", equalTo(true));
    gate.answers(FakeGate.admitted());

    // When
    var answer = Lab.post(vm, "start");

    // Then
    answer.statusCode(200).body("saved", equalTo(false));
    assertThat(gate.reviews().get(0).path("operation").asText()).isEqualTo("RESTORE");
  }

  @Test
  void migratesWhatTheOtherHostMayTake() {
    // Given
    String vm = Lab.running(host);
    String instance = Lab.instance(vm);
    String other = Lab.host();
    gate.answers(FakeGate.admitted());

    // When
    var answer = Lab.post(vm, "migrate?to=" + other);

    // Then
    answer.statusCode(200).body("host", equalTo(other)).body("instance", equalTo(instance));
    assertThat(gate.reviews().get(0).path("operation").asText()).isEqualTo("MIGRATE_IN");
    assertThat(gate.reviews().get(0).at("/host/id").asText()).isEqualTo("simulator:" + other);
  }

  @Test
  void runsOnWhereItIsWhenAMigrationIsRefused() {
    // Given
    String vm = Lab.running(host);
    String other = Lab.host();
    gate.answers(FakeGate.denied("not there"));

    // When
    var answer = Lab.post(vm, "migrate?to=" + other);

    // Then
    answer.statusCode(403).body("detail", equalTo("not there"));
    Lab.show(vm).body("state", equalTo("running")).body("host", equalTo(host));
  }
}
