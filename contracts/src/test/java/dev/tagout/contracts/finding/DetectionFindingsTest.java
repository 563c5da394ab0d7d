package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.finding.BypassFinding.UnadmittedRun;
import dev.tagout.contracts.id.HostId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DetectionFindingsTest {
  private static final Instant AT = Instant.parse("2026-11-29T09:00:00Z");

  @Test
  void tellsOfARunThatNobodyAdmitted() {
    // Given
    Decision verdict = new Hostile(2).decision();
    UnadmittedRun run =
        new UnadmittedRun("42", new HostRef(new HostId("libvirt:host-a"), "host-a", null), AT);
    Life life = new Life("b-1", "libvirt:0f3c|run|42", 1, Life.Stage.OPENED, AT, 1, AT);

    // When
    ObjectNode event = BypassFinding.of(life, run, verdict, verdict.decisionId(), null).event();

    // Then
    assertThat(Ocsf.errors(event)).isEmpty();
    assertThat(event.path("type_uid").asLong()).isEqualTo(200401);
    assertThat(event.path("is_alert").asBoolean()).isTrue();
    assertThat(event.path("severity_id").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(event.at("/evidences/0/data/instance").asText()).isEqualTo("42");
    assertThat(event.at("/evidences/0/data/host").asText()).isEqualTo("libvirt:host-a");
    assertThat(event.at("/metadata/event_code").asText()).isEqualTo("bypass.opened");
  }

  @Test
  void tellsOfARowThatSomebodyRemoved() {
    // When
    Finding finding = TamperFinding.ofRemoved("decision", "01a20d7a", AT);

    // Then
    assertThat(Ocsf.errors(finding.event())).isEmpty();
    assertThat(finding.event().path("severity").asText()).isEqualTo("Critical");
    assertThat(finding.id()).isEqualTo(TamperFinding.ofRemoved("decision", "01a20d7a", AT).id());
    assertThat(finding.event().path("message").asText()).contains("decision 01a20d7a");
  }
}
