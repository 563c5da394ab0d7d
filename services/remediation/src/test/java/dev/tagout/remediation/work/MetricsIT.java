package dev.tagout.remediation.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.MetricsPage;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Lab;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service shows of itself is on the page of the metrics. */
@QuarkusTest
@TestProfile(Lab.class)
class MetricsIT {
  @Inject RemediationConfig config;

  private Site site;

  @BeforeEach
  void newSite() {
    site = new Site(config.policyEvaluation().url());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void everyMetricIsOnThePageAndEveryOneOnThePageIsShown() {
    // Given
    site.decides(site.bypass());
    site.awaitStatuses("run-1", "succeeded");
    Path root = Checkout.current().root();

    // When
    String scrape = given().get("/q/metrics").asString();

    // Then
    assertThat(
            MetricsPage.of(Checkout.current())
                .differences(
                    "remediation",
                    scrape,
                    List.of(
                        root.resolve("services/remediation/src/main"),
                        root.resolve("platform/src/main"))))
        .isEmpty();
    assertThat(scrape)
        .containsPattern("tagout_remediation_exposure_seconds_count\\{trigger=\"bypass\"\\} [1-9]")
        .containsPattern("tagout_remediation_reaction_seconds_count\\{trigger=\"bypass\"\\} [1-9]")
        .containsPattern("tagout_remediation_reaction_seconds_bucket\\{.*le=\"60\\.0\"\\} [1-9]");
  }
}
