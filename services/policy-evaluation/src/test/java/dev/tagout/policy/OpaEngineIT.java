package dev.tagout.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.lab.infrastructure.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service, with an OPA server as its engine. */
@QuarkusTest
@TestProfile(OpaEngineIT.ByOpa.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(OpaEngineIT.Server.class)
class OpaEngineIT {
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void theGateDeniesAndAdmitsAndWithoutTheServerDoesNotDecide() {
    // Given
    service.emptyHost("test:opa-host", "internal");
    service.assignVm("test:opa-vm", Map.of("tier", "internal"));
    Outcome neverScanned = service.review("test:opa-vm", "test:opa-host").outcome();
    service.send(
        EventType.VM_PATCH_SCANNED, "test:opa-vm", Instant.now(), new PatchScanned(List.of(), "t"));
    Awaitility.await("admitted")
        .until(() -> service.review("test:opa-vm", "test:opa-host").outcome() == Outcome.ALLOWED);

    // When
    Server.opa.stop();
    Outcome away = service.review("test:opa-vm", "test:opa-host").outcome();
    Server.opa.start();

    // Then
    assertThat(neverScanned).isEqualTo(Outcome.DENIED);
    assertThat(away).isEqualTo(Outcome.INDETERMINATE);
    Awaitility.await("admitted again")
        .until(() -> service.review("test:opa-vm", "test:opa-host").outcome() == Outcome.ALLOWED);
  }

  @Test
  void aVerdictWithoutAnAnswerIsTriedAgainSoon() {
    // Given
    service.emptyHost("test:silent-host", "internal");
    service.assignVm("test:silent-vm", Map.of("tier", "internal"));
    Server.opa.stop();
    service.send(
        EventType.VM_PATCH_SCANNED,
        "test:silent-vm",
        Instant.now(),
        new PatchScanned(List.of(), "t"));
    Awaitility.await("no answer").until(() -> standing("test:silent-vm") == Outcome.INDETERMINATE);

    // When
    Server.opa.start();

    // Then
    Awaitility.await("an answer, though no fact changed and no minute is over")
        .atMost(Duration.ofSeconds(40))
        .until(() -> standing("test:silent-vm") != Outcome.INDETERMINATE);
  }

  private Outcome standing(String vm) {
    Decision verdict = service.verdict(vm);
    return verdict == null ? null : verdict.outcome();
  }

  /** Chooses the engine. */
  public static final class ByOpa implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tagout.policy.engine", "opa");
    }
  }

  /** The server. */
  public static final class Server implements QuarkusTestResourceLifecycleManager {
    private static OpaProcess opa;

    @Override
    public Map<String, String> start() {
      opa = OpaProcess.started();
      return Map.of("tagout.policy.opa.url", opa.url().toString());
    }

    @Override
    public void stop() {
      opa.close();
    }
  }
}
