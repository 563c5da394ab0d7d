package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.MetricsPage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service shows of itself is true, bounded, and on the page of the metrics. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class MetricsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Inject Service service;

  private String vm;
  private String host;

  @BeforeEach
  void fitVmOnFitHost() {
    service.awaitReady();
    vm = "test:" + Ids.next();
    host = "test:host-of-" + Ids.next();
    service.assignVm(vm, Map.of("tier", "internal"));
    service.emptyHost(host, "internal");
  }

  @Test
  void everyMetricIsOnThePageAndEveryOneOnThePageIsShown() {
    // Given
    service.review(vm, host);
    Path root = Checkout.current().root();

    // When
    List<String> differences =
        MetricsPage.of(Checkout.current())
            .differences(
                "policy-evaluation",
                scrape(),
                List.of(
                    root.resolve("services/policy-evaluation/src/main"),
                    root.resolve("platform/src/main")));

    // Then
    assertThat(differences).isEmpty();
  }

  @Test
  void aReviewIsMeasuredByOutcomeAndTierUpToTenSeconds() {
    // Given
    String gate = "tagout_gate_review_seconds_%s{outcome=\"DENIED\",tier=\"internal\"%s}";
    double before = value(gate.formatted("count", ""));
    double decided = value(said("POWER_ON"));
    String rule = "tagout_decision_rules_total{outcome=\"DENIED\",point=\"POWER_ON\",rule=\"%s\"}";

    // When
    Decision decision = service.review(vm, host);

    // Then
    assertThat(decision.admitted()).isFalse();
    assertThat(value(gate.formatted("count", ""))).isEqualTo(before + 1);
    assertThat(value(gate.formatted("bucket", ",le=\"10.0\""))).isEqualTo(before + 1);
    assertThat(value(said("POWER_ON"))).isEqualTo(decided + 1);
    assertThat(value(rule.formatted(decision.violations().getFirst().rule()))).isPositive();
    assertThat(value("tagout_engine_evaluation_seconds_count{engine=\"wasm\",result=\"judged\"}"))
        .isPositive();
  }

  @Test
  void aBypassIsCountedOnceAndItsRunIsSeen() {
    // Given
    String detections = "tagout_bypass_detection_seconds_count{by=\"event\"}";
    double before = value(detections);
    VmStarted start = new VmStarted(new HostId(host), StartCause.BOOT, "run-1");
    Instant now = Instant.now();

    // When
    service.send(EventType.VM_STARTED, vm, now, start);
    service.send(EventType.VM_STARTED, vm, now.plusMillis(1), start);
    await("judged")
        .atMost(PATIENCE)
        .until(() -> service.verdict(vm) != null && service.verdict(vm).isBypass());

    // Then
    assertThat(value(detections)).isEqualTo(before + 1);
    await("seen running")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(value("tagout_vms_running{admission=\"bypass\"}")).isPositive();
              assertThat(value("tagout_bypass_oldest_seconds")).isPositive();
            });
  }

  @Test
  void whatRulesAskOfHistogramsIsABoundOfTheirBuckets() throws IOException {
    // Given
    String rules =
        Files.readString(
            Checkout.current().root().resolve("deploy/monitoring/prometheus/tagout.records.yml"));
    service.review(vm, host);

    // When
    List<String> asked =
        Pattern.compile("(tagout_(?:gate|bypass)\\w+_bucket)\\{[^}]*(le=\"[^\"]+\")")
            .matcher(rules)
            .results()
            .map(found -> found.group(1) + "\\{[^}]*" + found.group(2))
            .distinct()
            .toList();

    // Then
    String scrape = scrape();
    assertThat(asked).hasSize(2).allSatisfy(bound -> assertThat(scrape).containsPattern(bound));
  }

  @Test
  void noLabelNamesAVmOrAHost() {
    // Given
    service.review(vm, host);

    // When
    String scrape = scrape();

    // Then
    assertThat(scrape).doesNotContain(vm).doesNotContain(host);
  }

  private static String said(String point) {
    return "tagout_decisions_total{admitted=\"false\",outcome=\"DENIED\",point=\"" + point + "\"}";
  }

  private static String scrape() {
    return given().get("/q/metrics").asString();
  }

  /** Zero where there is none. */
  private static double value(String sample) {
    Matcher found = Pattern.compile("(?m)^" + Pattern.quote(sample) + " (\\S+)$").matcher(scrape());
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }
}
