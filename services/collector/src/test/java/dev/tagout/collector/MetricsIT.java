package dev.tagout.collector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.MetricsPage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service shows of itself is on the page of the metrics. */
@QuarkusTest
@TestProfile(FakeHypervisors.class)
class MetricsIT {
  @Test
  void everyMetricIsOnThePageAndEveryOneOnThePageIsShown() {
    // Given
    Instant time = Instant.parse("2026-03-02T08:00:00Z");
    given()
        .header("Content-Type", "application/cloudevents+json")
        .body(
            """
            {"specversion":"1.0","id":"e-1","source":"/scanner","subject":"fake:%s","time":"%s",
             "type":"dev.tagout.vm.patch-scanned.v1","data":{"missing":[],"scanner":"s"}}"""
                .formatted(Ids.next(), time))
        .post("/v1/events")
        .then()
        .statusCode(202);
    Path root = Checkout.current().root();

    // When
    String scrape = given().get("/q/metrics").asString();

    // Then
    assertThat(
            MetricsPage.of(Checkout.current())
                .differences(
                    "collector",
                    scrape,
                    List.of(
                        root.resolve("services/collector/src/main"),
                        root.resolve("platform/src/main"))))
        .isEmpty();
    assertThat(scrape)
        .containsPattern(
            "tagout_collector_source_last_event_timestamp_seconds\\{source=\"http\",type=\"http\"\\} 1\\.7724384E9");
  }
}
