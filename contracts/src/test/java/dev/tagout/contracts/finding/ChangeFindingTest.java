package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.Samples;
import dev.tagout.contracts.policy.BreakGlassChange;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.policy.PolicyActivated;
import dev.tagout.contracts.policy.WaiverChange;
import dev.tagout.contracts.policy.WaiverChanged;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeFindingTest {
  @Test
  void isValidForEveryChange() {
    // Given
    Stream<Finding> activations =
        samples(PolicyActivated.class).map(activated -> ChangeFinding.of(activated, "id-1"));
    Stream<Finding> waivers =
        samples(WaiverChanged.class)
            .flatMap(
                told ->
                    Arrays.stream(WaiverChange.values())
                        .map(c -> new WaiverChanged(c, told.changedAt(), "eve\n", told.waiver())))
            .map(told -> ChangeFinding.of(told, "id-1"));
    Stream<Finding> glasses =
        samples(BreakGlassChanged.class)
            .flatMap(
                told ->
                    Arrays.stream(BreakGlassChange.values())
                        .map(
                            c ->
                                new BreakGlassChanged(
                                    c, told.changedAt(), told.changedBy(), told.breakGlass())))
            .map(told -> ChangeFinding.of(told, "id-1"));

    // When
    List<Finding> findings =
        Stream.of(activations, waivers, glasses).flatMap(stream -> stream).toList();

    // Then
    assertThat(findings).hasSizeGreaterThan(15);
    assertThat(findings).allSatisfy(finding -> assertThat(Ocsf.errors(finding.event())).isEmpty());
  }

  @Test
  void tellsWhoActivatedWhat() {
    // Given
    PolicyActivated activated =
        samples(PolicyActivated.class).filter(PolicyActivated::forced).findFirst().orElseThrow();

    // When
    ObjectNode event = ChangeFinding.of(activated, "id-1").event();

    // Then
    assertThat(event.path("type_uid").asLong()).isEqualTo(300410);
    assertThat(event.path("severity").asText()).isEqualTo("High");
    assertThat(event.at("/actor/user/name").asText()).isEqualTo(activated.activatedBy());
    assertThat(event.at("/entity/version").asText()).isEqualTo(activated.previous());
    assertThat(event.at("/entity_result/version").asText()).isEqualTo(activated.revision());
  }

  @Test
  void tellsOfTheUseOfABreakGlassWithItsDecision() {
    // Given
    BreakGlassChanged used =
        samples(BreakGlassChanged.class)
            .filter(told -> told.change() == BreakGlassChange.USED)
            .findFirst()
            .orElseThrow();

    // When
    Finding finding = ChangeFinding.of(used, "id-1");

    // Then
    assertThat(finding.key()).isEqualTo(used.breakGlass().vm().value());
    assertThat(finding.event().path("activity_name").asText()).isEqualTo("Use");
    assertThat(finding.event().at("/metadata/correlation_uid").asText())
        .isEqualTo(used.breakGlass().id().value());
    assertThat(finding.event().at("/unmapped/decision").asText())
        .isEqualTo(used.breakGlass().decision().value());
  }

  private static <T> Stream<T> samples(Class<T> type) {
    return Samples.all().stream()
        .map(Samples.Sample::value)
        .filter(type::isInstance)
        .map(type::cast);
  }
}
