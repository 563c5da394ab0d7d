package dev.tagout.policy.bundle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.Topics;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revision takes over as a whole or not at all, is told, and can be taken back. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class ActivationIT {
  @Inject Service service;
  @Inject Database database;
  @Inject DataSource dataSource;
  @TempDir Path scratch;

  private byte[] shipped;

  @BeforeEach
  void startFromTheShippedPack() throws IOException {
    service.awaitReady();
    shipped = Files.readAllBytes(PolicyPack.bundle());
    activate(shipped).statusCode(200);
  }

  @AfterEach
  void backToTheShippedPack() {
    given().contentType("application/gzip").body(shipped).post("/v1/policies/activate?force=true");
  }

  @Test
  void flipsVerdictsAndARollbackRestoresThem() throws IOException {
    // Given
    String vm = scanned("test:flip", Duration.ofHours(10));
    awaitOutcome(vm, Outcome.ALLOWED);
    String before = revision(shipped);
    byte[] stricter = pack("stricter", "max_age_hours: 168", "max_age_hours: 8");

    // When
    activate(stricter).statusCode(200).body("changed", equalTo(true), "previous", equalTo(before));
    awaitOutcome(vm, Outcome.DENIED);
    given().post("/v1/policies/rollback").then().statusCode(200).body("revision", equalTo(before));

    // Then
    awaitOutcome(vm, Outcome.ALLOWED);
    await("told")
        .untilAsserted(
            () ->
                assertThat(Topics.read(Topic.POLICIES.topicName(), revision(stricter))).hasSize(1));
    JsonNode told =
        Json.tree(Topics.read(Topic.POLICIES.topicName(), revision(stricter)).getFirst().value());
    assertThat(told.path("previous").asText()).isEqualTo(before);
    assertThat(told.path("rollback").asBoolean()).isFalse();
  }

  @Test
  void aSecondRollbackGoesBackFurther() throws IOException {
    // Given
    String first = revision(shipped);
    byte[] second = pack("second", "max_age_hours: 168", "max_age_hours: 160");
    byte[] third = pack("third", "max_age_hours: 168", "max_age_hours: 161");
    activate(second).statusCode(200);
    activate(third).statusCode(200);

    // When
    String once = given().post("/v1/policies/rollback").path("revision");
    String twice = given().post("/v1/policies/rollback").path("revision");

    // Then
    assertThat(once).isEqualTo(revision(second));
    assertThat(twice).isEqualTo(first);
  }

  /** Who has heard that a revision is active finds no decision behind it that is by another one. */
  @Test
  void isAnsweredWhenWhatIsCommittedByTheRevisionBeforeIsCommitted() throws Exception {
    // Given
    String vm = scanned("test:overtaken", Duration.ofHours(1));
    awaitOutcome(vm, Outcome.ALLOWED);
    byte[] other = pack("overtaking", "max_age_hours: 168", "max_age_hours: 163");
    try (ExecutorService callers = Executors.newSingleThreadExecutor();
        Connection deciding = dataSource.getConnection()) {
      deciding.setAutoCommit(false);
      boolean newest = isNewest(deciding, vm);

      // When
      Future<Integer> answer =
          callers.submit(() -> activate(other).extract().response().statusCode());
      await("the activation waits, or is answered").until(() -> answer.isDone() || someoneWaits());
      boolean early = answer.isDone();
      deciding.commit();

      // Then
      assertThat(newest).isTrue();
      assertThat(early).isFalse();
      assertThat(answer.get()).isEqualTo(200);
      assertThat(isNewest(deciding, vm)).isFalse();
      deciding.rollback();
      deciding.setAutoCommit(true);
    }
  }

  /** By the revision that was shipped. */
  private boolean isNewest(Connection connection, String vm) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT still_newest(v.id, v.version, NULL, NULL, w.version, ?, a.enforcement)"
                + " FROM vm v, waiver_set w, active_policy a WHERE v.id = ?")) {
      statement.setString(1, revision(shipped));
      statement.setString(2, vm);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private boolean someoneWaits() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    + " AND mode = 'ExclusiveLock'");
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  @Test
  void theSameAgainChangesNothing() {
    // When
    ValidatableResponse answer = activate(shipped);

    // Then
    answer.statusCode(200).body("changed", equalTo(false));
  }

  @Test
  void aRevisionThatWasActiveIsActivatedByItsName() throws IOException {
    // Given
    byte[] other = pack("by-name", "max_age_hours: 168", "max_age_hours: 162");
    activate(other).statusCode(200);

    // When
    ValidatableResponse answer =
        given()
            .contentType("application/json")
            .body(Map.of("revision", revision(shipped)))
            .post("/v1/policies/activate")
            .then();

    // Then
    answer.statusCode(200).body("revision", equalTo(revision(shipped)));
    given()
        .contentType("application/json")
        .body(Map.of("revision", "never"))
        .post("/v1/policies/activate")
        .then()
        .statusCode(404);
  }

  @Test
  void whatWouldDenyMostOfWhatRunsIsRefusedUnlessItIsForced() throws IOException {
    // Given
    // Many, as VMs of other tests may run as well.
    List<String> vms =
        IntStream.range(0, 20)
            .mapToObj(i -> scanned("test:guarded-" + i, Duration.ofHours(30)))
            .toList();
    String vm = vms.getFirst();
    service.send(
        EventType.HOST_CONNECTED,
        "test:guard-host",
        Instant.now(),
        new HostConnected(
            "guard-host",
            vms.stream()
                .map(id -> new ListedVm(new VmId(id), "guarded", RunState.RUNNING, "1"))
                .toList()));
    service.assignHost("test:guard-host", Map.of("tier", "internal"));
    await("run").until(() -> vms.stream().allMatch(this::runsAndIsAllowed));
    byte[] stricter = pack("guard", "max_age_hours: 168", "max_age_hours: 20");

    // When
    ValidatableResponse unasked =
        given().contentType("application/gzip").body(stricter).post("/v1/policies/activate").then();
    ValidatableResponse forced = activate(stricter);

    // Then
    unasked
        .statusCode(409)
        .body(
            "code",
            equalTo("too-many-newly-denied"),
            "vms.id",
            hasItem(vm),
            "vms.find { it.id == '%s' }.rules".formatted(vm),
            equalTo(List.of("patch/scan_stale")));
    forced.statusCode(200);
    service.send(
        EventType.HOST_CONNECTED,
        "test:guard-host",
        Instant.now(),
        new HostConnected("guard-host", List.of()));
  }

  @Test
  void whatCannotDecideIsRefusedAndNothingChanges() throws IOException {
    // Given
    Path site = scratch.resolve("site/parameters/rules/patch/scan_stale");
    Files.createDirectories(site);
    Files.writeString(site.resolve("data.yaml"), "default: { max_age_hours: many }\n");
    Path bundle = scratch.resolve("wrong.tar.gz");
    PolicyPack.build(
        bundle,
        "--site",
        scratch.resolve("site").toString(),
        PolicyPack.copyTo(scratch.resolve("policies")).toString());

    // When
    ValidatableResponse answer = activate(Files.readAllBytes(bundle));

    // Then
    answer
        .statusCode(400)
        .body(
            "code", equalTo("invalid-bundle"),
            "field", equalTo("site.parameters.rules.patch.scan_stale.default.max_age_hours"));
    activate("no bundle".getBytes(StandardCharsets.UTF_8))
        .statusCode(400)
        .body("detail", containsString("no gzipped tar"));
    activate(new byte[BundleArchive.MAX_BYTES + 1]).statusCode(413);
    assertThat(active()).isEqualTo(revision(shipped));
  }

  @Test
  void aSiteAddsRulesAndParametersOfItsOwn() throws IOException {
    // Given
    Path site = scratch.resolve("site");
    Files.createDirectories(site.resolve("rules/own"));
    Files.createDirectories(site.resolve("parameters/rules/patch/scan_stale"));
    Files.writeString(
        site.resolve("parameters/rules/patch/scan_stale/data.yaml"),
        "default: { action: \"off\" }\n");
    Files.writeString(
        site.resolve("rules/own/name.rego"),
        """
        # METADATA
        # title: Named red
        # description: No VM is called red.
        # schemas:
        #   - input: schema.review
        # custom:
        #   why: Red is for hosts.
        #   needs: []
        #   severity: low
        #   remediation: none
        #   controls: ["site:1"]
        package site.rules.own.name

        import data.tagout.result

        violation contains v if {
        	input.vm.name == "red"
        	v := result.violation(rego.metadata.chain(), "vm", {"message": "red", "fix": "rename", "details": {}})
        }
        """);
    Path bundle = scratch.resolve("site.tar.gz");
    PolicyPack.build(
        bundle,
        "--site",
        site.toString(),
        PolicyPack.copyTo(scratch.resolve("policies")).toString());
    service.emptyHost("test:site-host", "internal");
    String vm = scanned("test:red", Duration.ofDays(20));

    // When
    activate(Files.readAllBytes(bundle)).statusCode(200);

    // Then
    JsonNode decision =
        Json.tree(
            given()
                .contentType("application/json")
                .body(
                    Map.of(
                        "vm", Map.of("id", vm, "name", "red"),
                        "host", Map.of("id", "test:site-host"),
                        "operation", "START"))
                .post("/v1/reviews")
                .asByteArray());
    assertThat(decision.path("violations").findValuesAsText("rule"))
        .containsExactly("site/own/name");
    given()
        .get("/v1/policies/rules")
        .then()
        .body(
            "items.rule",
            hasItem("site/own/name"),
            "items.find { it.rule == 'patch/scan_stale' }.parameters.default.action",
            equalTo("off"),
            "items.find { it.rule == 'patch/scan_stale' }.parameters.default.max_age_hours",
            equalTo(168));
  }

  @Test
  void thisReplicaSaysWhatItRuns() {
    // When
    // Then
    await("reported")
        .untilAsserted(
            () ->
                assertThat(
                        given().get("/v1/policies/replicas").<List<String>>path("items.revision"))
                    .containsExactly(revision(shipped)));
  }

  @Test
  void aServerOfBundlesIsAskedWithItsEtagAndOnlyAnotherRevisionIsNews() throws IOException {
    // Given
    byte[] other = pack("served", "max_age_hours: 168", "max_age_hours: 163");
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/bundle.tar.gz",
        exchange -> {
          boolean known = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          exchange.getResponseHeaders().add("ETag", "\"1\"");
          exchange.sendResponseHeaders(known ? 304 : 200, known ? -1 : other.length);
          if (!known) {
            exchange.getResponseBody().write(other);
          }
          exchange.close();
        });
    web.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/bundle.tar.gz");
      BundleServer first = new BundleServer(database, url, Duration.ZERO, Optional.empty());
      BundleServer restarted = new BundleServer(database, url, Duration.ZERO, Optional.empty());

      // When
      Optional<byte[]> news = first.news();
      first.dealtWith();

      // Then
      assertThat(news).hasValue(other);
      assertThat(first.news()).as("not modified").isEmpty();
      assertThat(restarted.news()).as("offered before").isEmpty();
    } finally {
      web.stop(0);
    }
  }

  private ValidatableResponse activate(byte[] bundle) {
    return given()
        .contentType("application/gzip")
        .body(bundle)
        .post("/v1/policies/activate?force=true")
        .then();
  }

  private String active() {
    return given().get("/v1/policies").path("items.find { it.active }.revision");
  }

  private static String revision(byte[] bundle) {
    return Bundle.read(bundle).revision();
  }

  private byte[] pack(String name, String from, String to) throws IOException {
    Path copy = PolicyPack.copyTo(scratch.resolve(name));
    Path parameters = copy.resolve("parameters/rules/patch/scan_stale/data.yaml");
    Files.writeString(parameters, Files.readString(parameters).replace(from, to));
    Path bundle = scratch.resolve(name + ".tar.gz");
    PolicyPack.build(copy, bundle);
    return Files.readAllBytes(bundle);
  }

  private boolean runsAndIsAllowed(String vm) {
    return service.verdict(vm) != null
        && service.verdict(vm).placement() != null
        && service.verdict(vm).outcome() == Outcome.ALLOWED
        && service.verdict(vm).instance() != null;
  }

  private String scanned(String vm, Duration ago) {
    service.assignVm(vm, Map.of("tier", "internal"));
    service.send(
        EventType.VM_PATCH_SCANNED,
        vm,
        Instant.now().minus(ago),
        new PatchScanned(List.of(), "test"));
    await("judged " + vm)
        .until(
            () ->
                service.verdict(vm) != null
                    && given().get("/v1/vms/{id}", vm).path("facts.patch") != null);
    return vm;
  }

  private void awaitOutcome(String vm, Outcome outcome) {
    await(vm + " " + outcome)
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(service.verdict(vm).outcome()).isEqualTo(outcome));
  }
}
