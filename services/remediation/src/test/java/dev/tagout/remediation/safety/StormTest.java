package dev.tagout.remediation.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.id.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StormTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Storm STORM = new Storm(0.5, 3, WINDOW);

  /** A tier as remediation knows it, and whether a storm was ever seen in it. */
  private static final class Tier {
    private final Map<VmId, KnownVm> vms = new HashMap<>();
    private final List<Storm.Surge> surges = new ArrayList<>();

    void hear(Seen seen) {
      Optional<KnownVm> before = Optional.ofNullable(vms.get(seen.vm()));
      Optional<KnownVm> after =
          before.map(known -> known.then(seen)).orElseGet(() -> Optional.of(KnownVm.first(seen)));
      after.ifPresent(
          known -> {
            vms.put(seen.vm(), known);
            if (known.wantsStop() && !before.map(KnownVm::wantsStop).orElse(false)) {
              STORM.surge(running(), turned(), List.of(known.turnedAt())).ifPresent(surges::add);
            }
          });
    }

    private long running() {
      return vms.values().stream().filter(KnownVm::running).count();
    }

    private Collection<Turned> turned() {
      return vms.values().stream()
          .filter(vm -> vm.turnedAt() != null)
          .map(vm -> new Turned(vm.turnedAt(), vm.running()))
          .toList();
    }
  }

  private enum Word {
    FIT,
    BAD,
    OFF
  }

  private record Line(int seconds, int vm, Word word) {}

  private static Seen seen(int vm, Word word, Instant at) {
    return new Seen(
        VmId.of("test", "vm-" + vm), "internal", word != Word.OFF, word == Word.BAD, at);
  }

  @Provide
  Arbitrary<List<Seen>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 300),
            Arbitraries.integers().between(0, 6),
            Arbitraries.of(Word.class))
        .as(Line::new)
        .list()
        .ofMaxSize(40)
        .map(
            lines -> {
              List<Seen> history = new ArrayList<>();
              Instant now = BEGIN;
              for (Line line : lines) {
                now = now.plusSeconds(line.seconds());
                history.add(seen(line.vm(), line.word(), now));
              }
              return history;
            });
  }

  @Property
  void whatIsDeliveredAgainChangesNothing(
      @ForAll("histories") List<Seen> history, @ForAll @IntRange(min = 0, max = 40) int from) {
    // Given
    Tier once = new Tier();
    history.forEach(once::hear);
    Tier again = new Tier();
    history.forEach(again::hear);

    // When
    history.subList(Math.min(from, history.size()), history.size()).forEach(again::hear);

    // Then
    assertThat(again.vms).isEqualTo(once.vms);
    assertThat(again.surges).isEqualTo(once.surges);
  }

  @Property
  void everyStormIsSoBadAsItIsSaidToBe(@ForAll("histories") List<Seen> history) {
    // When
    Tier tier = new Tier();
    history.forEach(tier::hear);

    // Then
    assertThat(tier.surges)
        .allSatisfy(
            surge -> {
              assertThat(surge.turned()).isBetween(3L, 7L).isLessThanOrEqualTo(surge.of());
              assertThat(surge.turned() * 2).isGreaterThan(surge.of());
            });
  }

  @Property
  void aStormIsSeenHoweverManyOfItsVmsWereStoppedMeanwhile(
      @ForAll @IntRange(min = 1, max = 20) int fleet,
      @ForAll @IntRange(min = 1, max = 20) int bad,
      @ForAll List<Boolean> stopped) {
    // Given
    Tier tier = new Tier();
    for (int vm = 0; vm < Math.max(fleet, bad); vm++) {
      tier.hear(seen(vm, Word.FIT, BEGIN));
    }

    // When
    for (int vm = 0; vm < bad; vm++) {
      Instant at = BEGIN.plusSeconds(vm + 1L);
      tier.hear(seen(vm, Word.BAD, at));
      if (vm < stopped.size() && stopped.get(vm)) {
        tier.hear(seen(vm, Word.OFF, at.plusMillis(500)));
      }
    }

    // Then
    boolean storm = bad >= 3 && bad * 2 > Math.max(fleet, bad);
    assertThat(!tier.surges.isEmpty()).isEqualTo(storm);
  }

  @Property
  void whatTurnsSlowlyIsNoStorm(@ForAll @IntRange(min = 3, max = 20) int fleet) {
    // Given
    Tier tier = new Tier();

    // When
    for (int vm = 0; vm < fleet; vm++) {
      tier.hear(seen(vm, Word.BAD, BEGIN.plus(WINDOW.dividedBy(2).multipliedBy(vm))));
    }

    // Then
    assertThat(tier.surges).isEmpty();
  }

  @Example
  void aVmThatBecameFitAgainCountsNoMore() {
    // Given
    Tier tier = new Tier();
    tier.hear(seen(1, Word.BAD, BEGIN));
    tier.hear(seen(1, Word.FIT, BEGIN.plusSeconds(1)));
    tier.hear(seen(2, Word.BAD, BEGIN.plusSeconds(2)));

    // When
    tier.hear(seen(3, Word.BAD, BEGIN.plusSeconds(3)));

    // Then
    assertThat(tier.surges).isEmpty();
  }

  @Example
  void refusesSettingsThatMakeNoSense() {
    // When
    // Then
    assertThatThrownBy(() -> new Storm(1.1, 3, WINDOW)).hasMessageContaining("breaker.share");
    assertThatThrownBy(() -> new Storm(Double.NaN, 3, WINDOW))
        .hasMessageContaining("breaker.share");
    assertThatThrownBy(() -> new Storm(0.5, 0, WINDOW)).hasMessageContaining("breaker.at-least");
    assertThatThrownBy(() -> new LoopGuard(0, WINDOW)).hasMessageContaining("loop.rounds");
  }

  @Example
  void saysHowOftenAndHowFastAVmIsStartedAgain() {
    // Given
    LoopGuard guard = new LoopGuard(3, Duration.ofHours(1));
    List<Instant> stops =
        List.of(BEGIN.plusSeconds(300), BEGIN, BEGIN.plusSeconds(600), BEGIN.minusSeconds(7200));

    // When
    Optional<Hold> hold = guard.hold(stops, BEGIN.plusSeconds(720));

    // Then
    assertThat(hold)
        .hasValueSatisfying(
            h ->
                assertThat(h.reason())
                    .startsWith(
                        "stopped 3 times in 12 min and started again each time: another controller"
                            + " restarts it"));
    assertThat(guard.hold(stops.subList(0, 2), BEGIN.plusSeconds(720))).isEmpty();
  }
}
