package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.inventory.Placement.Admission;
import dev.tagout.policy.inventory.Placement.Run;
import dev.tagout.policy.inventory.Placement.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
  private static final Placement UNSEEN =
      Placement.unseen(new VmId("test:vm"), new HostId("test:host"));
  private static final Placement.Admissions ADMITTED =
      (vm, host, instance, since, lastSeen) -> new Run(instance, since, Admission.ADMITTED, null);
  private static final Placement.Admissions BYPASS =
      (vm, host, instance, since, lastSeen) -> new Run(instance, since, Admission.BYPASS, null);
  private static final Placement.Admissions NOT_ASKED =
      (vm, host, instance, since, lastSeen) -> {
        throw new AssertionError("asked for an admission");
      };

  @Test
  void aStartThatWasSeenTwiceIsOneRun() {
    // Given
    Placement running = UNSEEN.running(at(1), "run-1", ADMITTED);

    // When
    Placement again = running.running(at(2), "run-1", NOT_ASKED);

    // Then
    assertThat(again.run()).isEqualTo(running.run());
    assertThat(again.differsFrom(running)).isFalse();
  }

  @Test
  void anotherInstanceIsAnotherRun() {
    // Given
    Placement running = UNSEEN.running(at(1), "run-1", ADMITTED);

    // When
    Placement again = running.running(at(2), "run-2", BYPASS);

    // Then
    assertThat(again.run().admission()).isEqualTo(Admission.BYPASS);
    assertThat(again.differsFrom(running)).isTrue();
  }

  @Test
  void anOlderReportChangesNothing() {
    // Given
    Placement stopped = UNSEEN.running(at(1), "run-1", ADMITTED).stopped(at(3));

    // When
    Placement late = stopped.running(at(2), "run-2", NOT_ASKED);

    // Then
    assertThat(late).isEqualTo(stopped);
  }

  @Test
  void aDefinitionSaysNothingAboutRunning() {
    // Given
    Placement running = UNSEEN.running(at(1), "run-1", ADMITTED);

    // When
    Placement redefined = running.defined(time(2));

    // Then
    assertThat(redefined.isRunning()).isTrue();
    assertThat(redefined.running(at(2), "run-1", NOT_ASKED).isRunning()).isTrue();
  }

  /**
   * Whatever the order in which reports arrive, and however often, the newest of each kind counts.
   */
  @Test
  void everyOrderOfAHistoryLeadsToTheSameState() {
    // Given
    List<UnaryOperator<Placement>> history =
        List.of(
            p -> p.defined(time(1)),
            p -> p.running(at(2), "run-1", ADMITTED),
            p -> p.stopped(at(3)),
            p -> p.gone(at(4)),
            p -> p.defined(time(5)),
            p -> p.running(at(6), "run-2", ADMITTED));
    Set<Placement> ends = new HashSet<>();

    // When
    for (List<UnaryOperator<Placement>> order : permutations(history)) {
      Placement end = UNSEEN;
      for (UnaryOperator<Placement> report : order) {
        end = report.apply(report.apply(end));
      }
      ends.add(end);
    }

    // Then
    assertThat(ends).hasSize(1);
    assertThat(ends.iterator().next().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void everyOrderOfAHistoryThatEndsWithARemovalLeadsToTheSameState() {
    // Given
    List<UnaryOperator<Placement>> history =
        List.of(
            p -> p.defined(time(1)),
            p -> p.running(at(2), "run-1", ADMITTED),
            p -> p.gone(at(3)),
            p -> p.defined(time(4)),
            p -> p.stopped(at(5)));
    Set<State> ends = new HashSet<>();

    // When
    for (List<UnaryOperator<Placement>> order : permutations(history)) {
      Placement end = UNSEEN;
      for (UnaryOperator<Placement> report : order) {
        end = report.apply(end);
      }
      ends.add(end.state());
    }

    // Then
    assertThat(ends).containsExactly(State.DEFINED);
  }

  private static <T> List<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<T> rest = new ArrayList<>(items);
      T head = rest.remove(i);
      for (List<T> tail : permutations(rest)) {
        List<T> one = new ArrayList<>();
        one.add(head);
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }

  private static Instant time(int second) {
    return T0.plusSeconds(second);
  }

  private static Stamp at(int second) {
    return new Stamp(time(second), "event-" + second);
  }
}
