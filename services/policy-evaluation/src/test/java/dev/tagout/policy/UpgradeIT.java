package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service of today on the data of an earlier one. */
@QuarkusTest
@TestProfile(EarlierData.Alone.class)
@WithTestResource(EarlierData.class)
@WithTestResource(PolicyPack.class)
class UpgradeIT {
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void whatRanGoesOnAsItCameAbout() {
    // When
    Decision admitted = verdict(EarlierData.ADMITTED);
    Decision bypass = verdict(EarlierData.BYPASS);

    // Then
    assertThat(admitted.isBypass()).isFalse();
    assertThat(admitted.instance()).isEqualTo("run-1");
    assertThat(bypass.isBypass()).isTrue();
    assertThat(bypass.instance()).isEqualTo("run-2");
  }

  @Test
  void whatWasAwaitedIsAdmittedWhenItIsSeen() {
    // When
    service.send(
        EventType.VM_STARTED,
        EarlierData.AWAITED,
        Instant.now(),
        new VmStarted(new HostId(EarlierData.HOST), StartCause.BOOT, "run-3"));

    // Then
    await("seen running")
        .untilAsserted(
            () -> assertThat(verdict(EarlierData.AWAITED).instance()).isEqualTo("run-3"));
    assertThat(verdict(EarlierData.AWAITED).isBypass()).isFalse();
  }

  @Test
  void anOlderReportThanWhatIsKnownChangesNothing() {
    // When
    service.send(
        EventType.VM_STARTED,
        EarlierData.OFF,
        Instant.now().minusSeconds(1800),
        new VmStarted(new HostId(EarlierData.HOST), StartCause.BOOT, "run-0"));
    service.send(
        EventType.VM_DEFINED,
        EarlierData.OFF,
        Instant.now(),
        new VmDefined("applied", new HostId(EarlierData.HOST), null));

    // Then
    await("both applied")
        .until(() -> "applied".equals(given().get("/v1/vms/{id}", EarlierData.OFF).path("name")));
    given()
        .get("/v1/vms/{id}", EarlierData.OFF)
        .then()
        .body("placements[0].state", equalTo("defined"));
  }

  private Decision verdict(String vm) {
    await("verdict of " + vm).until(() -> service.verdict(vm) != null);
    return service.verdict(vm);
  }
}
