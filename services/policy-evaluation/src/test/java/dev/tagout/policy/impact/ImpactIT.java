package dev.tagout.policy.impact;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.bundle.FleetOutlook;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.bundle.PolicyLoader;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who would have been refused by a changed pack, before it is active. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class ImpactIT {
  /** A scan is stale after eight hours, and a VM without any is let through. */
  private static byte[] changed;

  /** It has no answer about a VM that somebody owns, unless the owner's name is a date. */
  private static byte[] failing;

  @Inject Service service;
  @Inject FleetOutlook fleet;
  @Inject PolicyLoader loader;
  @Inject Candidates candidates;

  @BeforeAll
  static void build(@TempDir Path scratch) throws IOException {
    Path policies = PolicyPack.copyTo(scratch.resolve("changed"));
    edit(
        policies.resolve("parameters/rules/patch/scan_stale/data.yaml"),
        "max_age_hours: 168",
        "max_age_hours: 8");
    edit(
        policies.resolve("parameters/rules/patch/unknown/data.yaml"),
        "unknown_action: deny",
        "unknown_action: \"off\"");
    changed = bundle(policies);
    Path broken = PolicyPack.copyTo(scratch.resolve("failing"));
    Path rule = broken.resolve("rules/patch/unknown.rego");
    Files.writeString(
        rule,
        Files.readString(rule)
            + """

            violation contains v if {
            	input.vm.owner == "alice"
            	time.parse_rfc3339_ns(input.vm.owner) < 0
            	some v in result.unknown(rego.metadata.chain())
            }
            """);
    failing = bundle(broken);
  }

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void namesTheVmsThatWouldHaveBeenRefusedWithRulesAndDates() {
    // Given
    String host = "test:impact-host";
    service.emptyHost(host, "internal");
    String stale = "test:impact-stale";
    Decision first = scannedAndReviewed(stale, host, Duration.ofHours(10));
    Decision second = service.review(stale, host);
    String fresh = "test:impact-fresh";
    scannedAndReviewed(fresh, host, Duration.ZERO);
    int decisions = service.decisions(stale).size();

    // When
    Response response = post("/v1/policies/impact?since=1h&limit=1000", changed);

    // Then
    response.then().statusCode(200).body("scope", equalTo("decisions"));
    JsonNode impact = Json.tree(response.asByteArray());
    JsonNode vm = vm(impact, "newlyDenied", stale);
    assertThat(vm.path("owner").asText()).isEqualTo("owner-of-" + stale);
    assertThat(vm.path("host").asText()).isEqualTo(host);
    assertThat(vm.path("tier").asText()).isEqualTo("internal");
    assertThat(vm.path("rules")).hasSize(1);
    assertThat(vm.at("/rules/0").asText()).isEqualTo("patch/scan_stale");
    assertThat(vm.at("/messages/0").asText()).contains("stale");
    assertThat(vm.path("decisions").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(Instant.parse(vm.path("first").asText())).isBeforeOrEqualTo(first.decidedAt());
    assertThat(Instant.parse(vm.path("last").asText())).isAfterOrEqualTo(second.decidedAt());
    assertThat(vm(impact, "newlyDenied", fresh).isMissingNode()).isTrue();
    assertThat(impact.at("/byRule/patch~1scan_stale/newlyDenied").asLong()).isPositive();
    assertThat(impact.at("/byTier/internal/newlyDenied").asLong()).isPositive();
    assertThat(impact.path("byOwner").path("owner-of-" + stale).path("newlyDenied").asLong())
        .isEqualTo(vm.path("decisions").asLong());
    assertThat(impact.path("revision").asText()).isNotEqualTo(impact.path("base").asText());
    assertThat(service.decisions(stale)).hasSize(decisions);
    assertThat(service.review(stale, host).outcome()).isEqualTo(Outcome.ALLOWED);
  }

  @Test
  void namesTheVmsThatWouldHaveBeenAdmitted() {
    // Given
    String host = "test:impact-admits-host";
    service.emptyHost(host, "internal");
    String vm = "test:impact-unscanned";
    service.assignVm(vm, Map.of("tier", "internal"));
    assertThat(service.review(vm, host).outcome()).isEqualTo(Outcome.DENIED);

    // When
    Response response = post("/v1/policies/impact?since=1h&limit=1000", changed);

    // Then
    JsonNode admitted = vm(Json.tree(response.asByteArray()), "newlyAdmitted", vm);
    assertThat(admitted.at("/rules/0").asText()).isEqualTo("patch/unknown");
    assertThat(admitted.path("rules")).hasSize(1);
  }

  @Test
  void whatCannotBeJudgedIsUndecidedAndNotAdmitted() {
    // Given
    String host = "test:impact-undecided-host";
    service.emptyHost(host, "internal");
    String vm = "test:impact-undecided";
    service.assignVm(vm, Map.of("tier", "internal", "owner", "alice"));
    assertThat(service.review(vm, host).outcome()).isEqualTo(Outcome.DENIED);

    // When
    Response response = post("/v1/policies/impact?since=1h&limit=1000", failing);

    // Then
    JsonNode impact = Json.tree(response.asByteArray());
    assertThat(impact.path("undecided").asLong()).isPositive();
    assertThat(vm(impact, "newlyAdmitted", vm).isMissingNode()).isTrue();
  }

  @Test
  void saysThatItListsNotAll() {
    // Given
    String host = "test:impact-many-host";
    service.emptyHost(host, "internal");
    scannedAndReviewed("test:impact-many-1", host, Duration.ofHours(10));
    scannedAndReviewed("test:impact-many-2", host, Duration.ofHours(10));

    // When
    Response response = post("/v1/policies/impact?since=1h&limit=1", changed);

    // Then
    response
        .then()
        .statusCode(200)
        .body("truncated", equalTo(true))
        .body("newlyDenied.vms", hasSize(1));
    long decisions = response.jsonPath().getLong("newlyDenied.decisions");
    assertThat(decisions).isGreaterThanOrEqualTo(2);
  }

  @Test
  void judgesTheFleetAsItStandsAndTellsWhoseRunningVmsWouldBeDenied() {
    // Given
    String host = "test:impact-fleet-host";
    service.emptyHost(host, "internal");
    String running = "test:impact-running";
    scannedAndReviewed(running, host, Duration.ofHours(10));
    service.send(
        EventType.VM_STARTED,
        running,
        Instant.now(),
        new VmStarted(new HostId(host), StartCause.BOOT, "run-1"));
    String off = "test:impact-off";
    scannedAndReviewed(off, "test:impact-fleet-other", Duration.ofHours(10));
    await("runs").until(() -> Boolean.FALSE.equals(service.verdict(running).bypass()));
    LoadedPolicy candidate = loader.load(changed);

    // When
    FleetOutlook.Outlook outlook = fleet.under(candidate);
    JsonNode impact =
        Json.tree(post("/v1/policies/impact?scope=fleet&limit=1000", changed).asByteArray());
    candidate.engine().close();

    // Then
    assertThat(outlook.running()).isPositive();
    assertThat(outlook.newlyDenied()).isEqualTo(outlook.vms().size()).isPositive();
    assertThat(outlook.vms())
        .filteredOn(denied -> denied.vm().id().value().equals(running))
        .singleElement()
        .satisfies(denied -> assertThat(denied.rules()).containsExactly("patch/scan_stale"));
    assertThat(outlook.vms()).noneMatch(denied -> denied.vm().id().value().equals(off));
    assertThat(vm(impact, "newlyDenied", running).at("/rules/0").asText())
        .isEqualTo("patch/scan_stale");
    assertThat(vm(impact, "newlyDenied", off).isMissingNode()).isFalse();
    assertThat(impact.has("since")).isFalse();
  }

  @Test
  void triesOneVmByLiveFactsAndShowsTheDifference() {
    // Given
    String host = "test:try-host";
    service.emptyHost(host, "internal");
    String vm = "test:try";
    scannedAndReviewed(vm, host, Duration.ofHours(10));
    List<String> recorded = service.decisions(vm);

    // When
    Response there = post("/v1/policies/try?vm=" + vm + "&host=" + host, changed);
    Response standing = post("/v1/policies/try?vm=" + vm, changed);

    // Then
    there
        .then()
        .statusCode(200)
        .body("now.outcome", equalTo("ALLOWED"))
        .body("now.point", equalTo("POWER_ON"))
        .body("then.outcome", equalTo("DENIED"))
        .body("difference.outcome", equalTo(true))
        .body("difference.added", hasSize(1))
        .body("difference.added[0].rule", equalTo("patch/scan_stale"))
        .body("difference.removed", hasSize(0));
    standing.then().statusCode(200).body("then.point", equalTo("STANDING"));
    assertThat(service.decisions(vm)).isEqualTo(recorded);
  }

  @Test
  void looksAtOnlySoManyBundlesAtATime() {
    // When
    Response third =
        candidates.with(
            changed,
            first -> candidates.with(failing, second -> post("/v1/policies/impact", changed)));

    // Then
    third.then().statusCode(429).body("code", equalTo("busy"));
    post("/v1/policies/impact?since=1m", changed).then().statusCode(200);
  }

  @Test
  void refusesWhatItCannotUse() {
    byte[] nonsense = "no bundle".getBytes(StandardCharsets.UTF_8);
    post("/v1/policies/impact", nonsense)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-bundle"))
        .body("detail", startsWith("bundle: "));
    post("/v1/policies/impact", new byte[0])
        .then()
        .statusCode(400)
        .body("field", equalTo("bundle"));
    post("/v1/policies/impact?since=soon", nonsense)
        .then()
        .statusCode(400)
        .body("field", equalTo("since"));
    post("/v1/policies/impact?scope=all", nonsense)
        .then()
        .statusCode(400)
        .body("field", equalTo("scope"));
    post("/v1/policies/try", nonsense).then().statusCode(400).body("field", equalTo("vm"));
    post("/v1/policies/try?vm=test:nobody-has-seen-it", changed)
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    post("/v1/policies/impact", new byte[32 * 1024 * 1024 + 1])
        .then()
        .statusCode(413)
        .body("code", equalTo("too-large"));
  }

  private Decision scannedAndReviewed(String vm, String host, Duration age) {
    service.assignVm(vm, Map.of("tier", "internal", "owner", "owner-of-" + vm));
    service.assignHost(host, Map.of("tier", "internal"));
    service.send(
        EventType.VM_PATCH_SCANNED,
        vm,
        Instant.now().minus(age),
        new PatchScanned(List.of(), "test"));
    await("scan of " + vm)
        .untilAsserted(
            () ->
                assertThat(given().get("/v1/vms/{id}", vm).<Object>path("facts.patch"))
                    .isNotNull());
    return service.review(vm, host);
  }

  private static JsonNode vm(JsonNode impact, String side, String id) {
    for (JsonNode vm : impact.path(side).path("vms")) {
      if (vm.path("id").asText().equals(id)) {
        return vm;
      }
    }
    return impact.path("none");
  }

  private static Response post(String path, byte[] bundle) {
    return given().contentType("application/octet-stream").body(bundle).post(path);
  }

  private static byte[] bundle(Path policies) throws IOException {
    Path bundle = policies.resolveSibling(policies.getFileName() + ".tar.gz");
    PolicyPack.build(policies, bundle);
    return Files.readAllBytes(bundle);
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
