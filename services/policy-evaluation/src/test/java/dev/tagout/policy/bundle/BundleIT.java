package dev.tagout.policy.bundle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new bundle takes over as a whole, or not at all. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class BundleIT {

  @Inject Service service;
  @Inject ActivePolicy policies;
  @Inject Activations activations;
  @TempDir Path scratch;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void anotherBundleJudgesEveryVmAnewWithoutARestart() throws IOException {
    // Given
    String vm = "test:other-bundle";
    service.assignVm(vm, Map.of("tier", "internal"));
    service.send(
        EventType.VM_PATCH_SCANNED,
        vm,
        Instant.now().minus(Duration.ofHours(10)),
        new PatchScanned(List.of(), "test"));
    awaitOutcome(vm, Outcome.ALLOWED);
    Path watched = PolicyPack.bundle();
    byte[] shipped = Files.readAllBytes(watched);
    Path stricter = stricter();

    try {
      // When
      Files.move(stricter, watched, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

      // Then
      awaitOutcome(vm, Outcome.DENIED);
      assertThat(service.verdict(vm).violations())
          .extracting("rule")
          .containsExactly("patch/scan_stale");
    } finally {
      Files.write(watched, shipped);
    }
    awaitOutcome(vm, Outcome.ALLOWED);
  }

  @Test
  void aBundleThatCannotDecideLeavesTheOneBefore() throws IOException {
    // Given
    byte[] shipped = Files.readAllBytes(PolicyPack.bundle());
    Bundle good = Bundle.read(shipped);
    byte[] module = good.wasm().orElseThrow();
    byte[] manifest =
        "{\"revision\":\"broken\",\"roots\":[\"tagout\"]}".getBytes(StandardCharsets.UTF_8);
    byte[] noModule = "not wasm".getBytes(StandardCharsets.UTF_8);
    byte[] half = Arrays.copyOf(module, module.length / 2);
    Map<String, byte[]> broken = new LinkedHashMap<>();
    broken.put("empty", new byte[0]);
    broken.put("truncated", Arrays.copyOf(shipped, shipped.length / 2));
    broken.put("without a module", archive(Map.of(".manifest", manifest)));
    broken.put("without a revision", archive(Map.of("policy.wasm", module)));
    broken.put("no module", archive(Map.of(".manifest", manifest, "policy.wasm", noModule)));
    broken.put("half a module", archive(Map.of(".manifest", manifest, "policy.wasm", half)));
    broken.put("without parameters", archive(Map.of(".manifest", manifest, "policy.wasm", module)));
    broken.put(
        "data that is no JSON",
        archive(
            Map.of(".manifest", manifest, "policy.wasm", module, "data.json", new byte[] {'{'})));

    broken.forEach(
        (how, archive) ->
            // When
            assertThatThrownBy(
                    () -> activations.activate(archive, new Activations.Order("test", true)))
                .as(how)
                // Then
                .isInstanceOf(ContractViolation.class));
    assertThat(policies.current().revision()).isEqualTo(good.revision());
    assertThat(service.review("test:after-broken", "test:after-broken-host").revision())
        .isEqualTo(good.revision());
    List<String> revisions = given().get("/v1/policies").path("items.revision");
    assertThat(revisions).doesNotContain("broken");
  }

  /** The pack, but a scan is stale after eight hours. */
  private Path stricter() throws IOException {
    Path copy = PolicyPack.copyTo(scratch.resolve("policies"));
    Path parameters = copy.resolve("parameters/rules/patch/scan_stale/data.yaml");
    String edited = Files.readString(parameters).replace("max_age_hours: 168", "max_age_hours: 8");
    Files.writeString(parameters, edited);
    // Beside the watched file, so that it can be moved over it at once.
    Path bundle = PolicyPack.bundle().resolveSibling("stricter.tar.gz");
    PolicyPack.build(copy, bundle);
    return bundle;
  }

  private static byte[] archive(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void awaitOutcome(String vm, Outcome outcome) {
    await(vm + " " + outcome)
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(service.verdict(vm)).isNotNull();
              assertThat(service.verdict(vm).outcome()).isEqualTo(outcome);
            });
  }
}
