package dev.tagout.remediation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.OtlpReceiver;
import dev.tagout.lab.infrastructure.OtlpReceiver.Span;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Lab;
import dev.tagout.remediation.world.Site;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TraceIT.Traced.class)
class TraceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** Somebody collects spans. */
  public static final class Traced extends Lab {
    @Override
    public List<TestResourceEntry> testResources() {
      List<TestResourceEntry> resources = new ArrayList<>(super.testResources());
      resources.add(new TestResourceEntry(OtlpReceiver.class));
      return resources;
    }
  }

  @Inject RemediationConfig config;

  private Site site;

  @BeforeEach
  void open() {
    site = new Site(config.policyEvaluation().url());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void goesOnFromTheVerdictOverWhatIsDoneToTheOutcome() {
    // Given
    Decision verdict = site.bypass();

    // When
    site.decides(verdict, "00-" + TRACE + "-00f067aa0ba902b7-01");

    // Then
    site.awaitStatuses("run-1", "succeeded");
    List<Span> spans =
        await("spans up to the outcome")
            .atMost(PATIENCE)
            .until(
                () -> OtlpReceiver.spans(collector(), TRACE),
                found ->
                    named(found, "send " + Topic.REMEDIATION_OUTCOMES.topicName()).isPresent()
                        && named(found, "remedy").isPresent());
    Span process = named(spans, "process " + Topic.VERDICTS.topicName()).orElseThrow();
    Span remedy = named(spans, "remedy").orElseThrow();
    Span send = named(spans, "send " + Topic.REMEDIATION_OUTCOMES.topicName()).orElseThrow();
    assertThat(process.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(remedy.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(send.parentId()).isEqualTo(remedy.spanId());
    assertThat(cause(Topic.REMEDIATION_OUTCOMES).text())
        .isEqualTo("00-" + TRACE + "-" + send.spanId() + "-01");
    assertThat(cause(Topic.FINDINGS).traceId()).isEqualTo(TRACE);
  }

  @Test
  void ignoresATraceThatIsNone() {
    // Given
    Decision verdict = site.bypass();

    // When
    site.decides(verdict, "00-'; DROP TABLE run; --");

    // Then
    site.awaitStatuses("run-1", "succeeded");
    String run = site.runId("run-1");
    assertThat(site.awaitOutcomes(run, 1)).hasSize(1);
  }

  private TraceParent cause(Topic topic) {
    ConsumerRecord<String, byte[]> record =
        await("what is told on " + topic)
            .atMost(PATIENCE)
            .until(
                () -> Site.records(topic.topicName(), site.vm().value()),
                records -> !records.isEmpty())
            .getLast();
    return TraceParent.of(record.headers()).orElseThrow();
  }

  /** Not injected: the other tests of this service have none. */
  private static String collector() {
    return ConfigProvider.getConfig().getValue(OtlpReceiver.ENDPOINT, String.class);
  }

  private static Optional<Span> named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst();
  }
}
