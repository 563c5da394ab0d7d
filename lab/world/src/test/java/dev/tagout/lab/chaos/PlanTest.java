package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final List<Fault.Kind> ALL = List.of(Fault.Kind.values());
  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMillis(4500);

  @Test
  void oneSeedIsOneFlow() {
    // Given
    Flow once = Flow.of(7, LENGTH);

    // When
    Flow again = Flow.of(7, LENGTH);

    // Then
    assertThat(again).isEqualTo(once);
    assertThat(Flow.of(8, LENGTH)).isNotEqualTo(once);
  }

  @Test
  void aFlowHasActsOfEveryKind() {
    // Given
    Flow flow = Flow.of(7, Duration.ofMinutes(5));

    // When
    Set<Class<?>> kinds =
        flow.acts().stream().map(timed -> timed.act().getClass()).collect(Collectors.toSet());

    // Then
    assertThat(kinds).containsExactlyInAnyOrder(Act.class.getPermittedSubclasses());
  }

  @Test
  void oneSeedIsOneOrderOfFaults() {
    // Given
    List<List<Fault>> once = rounds(7);

    // When
    List<List<Fault>> again = rounds(7);

    // Then
    assertThat(again).isEqualTo(once);
    assertThat(rounds(8)).isNotEqualTo(once);
  }

  @Test
  void everyKindOfFaultComesBeforeOneComesOftenAgain() {
    // Given
    Faults faults = new Faults(7, ALL, LONGEST);
    Set<Fault.Kind> seen = new HashSet<>();

    // When
    for (int round = 0; round < Fault.Kind.values().length; round++) {
      faults.next().forEach(fault -> seen.add(fault.kind()));
    }

    // Then
    assertThat(seen).containsExactlyInAnyOrder(Fault.Kind.values());
  }

  @Test
  void nothingIsBrokenForLongerThanAsked() {
    // Given
    Duration longest = Duration.ofSeconds(90);
    Faults faults = new Faults(7, ALL, longest);

    // When
    List<Duration> lasts =
        Stream.generate(faults::next).limit(100).flatMap(List::stream).map(Fault::lasts).toList();

    // Then
    assertThat(lasts).allMatch(each -> each.compareTo(longest) < 0);
    assertThat(lasts).anyMatch(each -> each.compareTo(longest.dividedBy(2)) > 0);
  }

  @Test
  void twoFaultsAtATimeAreOfDifferentThings() {
    // Given
    List<List<Fault>> rounds = rounds(7);

    // When
    List<List<Fault>> pairs = rounds.stream().filter(round -> round.size() > 1).toList();

    // Then
    assertThat(pairs)
        .isNotEmpty()
        .allSatisfy(
            pair -> assertThat(pair).extracting(f -> f.kind().target()).doesNotHaveDuplicates());
  }

  private static List<List<Fault>> rounds(long seed) {
    return Stream.generate(new Faults(seed, ALL, LONGEST)::next).limit(50).toList();
  }
}
