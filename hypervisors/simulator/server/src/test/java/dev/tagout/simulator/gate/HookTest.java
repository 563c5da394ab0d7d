package dev.tagout.simulator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.json.Json;
import dev.tagout.simulator.FakeGate;
import dev.tagout.simulator.FixedConfig;
import dev.tagout.simulator.SimulatorConfig.FailMode;
import dev.tagout.simulator.fault.Faults;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Power;
import dev.tagout.simulator.world.Vm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HookTest {
  private static final Name HOST = new Name("host-a");
  private static final Vm WEB =
      new Vm(new Name("web-01"), HOST, VmConfiguration.empty(), false, new Power.Off(false));

  private final Faults faults = new Faults(settings -> {});
  private final FakeGate gate = new FakeGate();
  private final URI uri = gate.open();
  private final FixedConfig patient = FixedConfig.withGate(uri).waiting(Duration.ofMinutes(1));
  private final FixedConfig hasty = FixedConfig.withGate(uri);

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void grantsWhatTheGateAdmits() {
    // When
    Permission permission = ask(patient);

    // Then
    assertThat(permission).isEqualTo(new Permission.Granted());
    assertThat(gate.reviews()).hasSize(1);
  }

  @Test
  void refusesWithTheWholeDecision() {
    // Given
    gate.answers(FakeGate.denied("web-01 misses 2 updates"));

    // When
    Permission permission = ask(patient);

    // Then
    assertThat(permission)
        .isInstanceOfSatisfying(
            Permission.Refused.class,
            refused -> {
              assertThat(refused.message()).isEqualTo("web-01 misses 2 updates");
              assertThat(refused.decision().path("decisionId").asText()).isEqualTo("d-1");
            });
  }

  static Stream<Arguments> answersThatAreNone() {
    return Stream.of(
        Arguments.of(FakeGate.json(500, "{}"), "the gate answered with status 500"),
        Arguments.of(FakeGate.json(400, "{}"), "the gate answered with status 400"),
        Arguments.of(FakeGate.json(200, "{\"admitted\":"), "something that is no JSON"),
        Arguments.of(
            FakeGate.json(200, "{\"admitted\":\"true\"}"), "something that is no decision"),
        Arguments.of(FakeGate.json(200, "[]"), "something that is no decision"),
        Arguments.of(FakeGate.json(200, ""), "something that is no JSON"),
        Arguments.of(FakeGate.brokenOff(), "broke off"));
  }

  @ParameterizedTest
  @MethodSource("answersThatAreNone")
  void failsClosedOnWhatIsNoAnswer(FakeGate.Answer answer, String reason) {
    // Given
    gate.answers(answer);

    // When
    Permission permission = ask(patient);

    // Then
    assertThat(permission)
        .isInstanceOfSatisfying(
            Permission.Undecided.class, none -> assertThat(none.reason()).contains(reason));
  }

  @ParameterizedTest
  @MethodSource("answersThatAreNone")
  void failsOpenWhereThatIsSet(FakeGate.Answer answer, String reason) {
    // Given
    gate.answers(answer);

    // When
    Permission permission = ask(patient.with(FailMode.OPEN));

    // Then
    assertThat(permission).as(reason).isEqualTo(new Permission.Granted());
  }

  @Test
  void doesNotFailOpenOnARefusal() {
    // Given
    gate.answers(FakeGate.denied("no"));

    // When
    Permission permission = ask(patient.with(FailMode.OPEN));

    // Then
    assertThat(permission).isInstanceOf(Permission.Refused.class);
  }

  @Test
  void endsItsWaitAtTheDeadline() {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    gate.answers(FakeGate.held(never, FakeGate.admitted()));

    // When
    Permission permission = ask(hasty);

    // Then
    assertThat(permission)
        .isEqualTo(new Permission.Undecided("the gate did not answer within 300 ms"));
    never.countDown();
  }

  @Test
  void countsTheBodyIntoTheDeadline() {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    gate.answers(
        (review, exchange) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          never.await();
        });

    // When
    Permission permission = ask(hasty);

    // Then
    assertThat(permission)
        .isEqualTo(new Permission.Undecided("the gate did not answer within 300 ms"));
    never.countDown();
  }

  @Test
  void asksAgainWhenTheConnectionBreaks() {
    // Given
    AtomicInteger asked = new AtomicInteger();
    gate.answers(
        (review, exchange) -> {
          FakeGate.Answer answer =
              asked.incrementAndGet() == 1 ? FakeGate.brokenOff() : FakeGate.admitted();
          answer.to(review, exchange);
        });

    // When
    Permission permission = ask(patient);

    // Then
    assertThat(permission).isEqualTo(new Permission.Granted());
  }

  @Test
  void saysThatTheGateCannotBeReached() {
    // Given
    gate.close();

    // When
    Permission permission = ask(patient);

    // Then
    assertThat(permission)
        .isEqualTo(new Permission.Undecided("the gate at " + uri + "v1/reviews cannot be reached"));
  }

  @Test
  void asksNobodyWhenItIsMissing() {
    // Given
    gate.answers(FakeGate.denied("no"));
    faults.change(Json.toTree(Map.of("hook", "missing")));

    // When
    Permission permission = ask(patient);

    // Then
    assertThat(permission).isEqualTo(new Permission.Granted());
    assertThat(gate.reviews()).isEmpty();
  }

  @Test
  void failsWhenItHangs() {
    // Given
    faults.change(Json.toTree(Map.of("hook", "hanging")));

    // When
    Permission closed = ask(hasty);
    Permission open = ask(hasty.with(FailMode.OPEN));

    // Then
    assertThat(closed)
        .isEqualTo(new Permission.Undecided("the hook hung, and was ended after 300 ms"));
    assertThat(open).isEqualTo(new Permission.Granted());
    assertThat(gate.reviews()).isEmpty();
  }

  private Permission ask(FixedConfig config) {
    return new Hook(faults, new Gate(config), config, new SimpleMeterRegistry())
        .ask(WEB, HOST, Operation.START, "alice");
  }
}
