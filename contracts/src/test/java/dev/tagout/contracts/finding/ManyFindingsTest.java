package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.finding.BypassFinding.UnadmittedRun;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyFindingsTest {
  private static final int FINDINGS = 100_000;
  private static final long SEED = 7;

  @Test
  void aHundredThousandFindingsOfEveryClassStandUp() {
    // When
    Map<Integer, Long> classes = new TreeMap<>();
    IntStream.range(0, FINDINGS)
        .parallel()
        .mapToObj(i -> finding(new Hostile(SEED + i), i))
        .forEach(
            finding -> {
              Hostile.assertStandsUp(finding);
              synchronized (classes) {
                classes.merge(finding.event().path("class_uid").asInt(), 1L, Long::sum);
              }
            });

    // Then
    assertThat(classes.keySet()).containsExactly(2003, 2004, 3004, 6003);
    assertThat(classes.values().stream().mapToLong(n -> n).sum()).isEqualTo(FINDINGS);
    assertThat(classes.values()).allSatisfy(n -> assertThat(n).isGreaterThan(10_000));
  }

  private static Finding finding(Hostile hostile, int i) {
    Decision decision = hostile.decision();
    return switch (i % 5) {
      case 0 -> StartFinding.of(decision, hostile.name());
      case 1, 2 ->
          ComplianceFinding.of(
              hostile.life(),
              hostile.violations(),
              decision,
              decision.decisionId(),
              hostile.name());
      case 3 ->
          BypassFinding.of(
              hostile.life(),
              new UnadmittedRun(hostile.name(), decision.host(), Instant.EPOCH),
              decision,
              decision.decisionId(),
              null);
      default ->
          ChangeFinding.ofAssignment(
              "vm",
              "libvirt:0f3c",
              i % 2 == 0 ? null : JsonNodeFactory.instance.objectNode().put("tier", "internal"),
              JsonNodeFactory.instance.objectNode().put(hostile.name(), hostile.name()),
              Instant.EPOCH,
              hostile.name(),
              "id-" + i);
    };
  }
}
