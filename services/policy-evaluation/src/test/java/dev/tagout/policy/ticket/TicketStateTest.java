package dev.tagout.policy.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.evaluation.FailMode;
import dev.tagout.policy.ticket.TicketState.Issued;
import dev.tagout.policy.ticket.TicketState.Offer;
import dev.tagout.policy.ticket.TicketState.Standing;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketStateTest {
  private static final Instant AT = Some.AT;

  @Test
  void onAnEmptyHostTheTierOfTheHostGetsTickets() {
    assertThat(on("internal").tier()).hasValue("internal");
    assertThat(on(null).tier()).isEmpty();
  }

  @Test
  void residentsDecideWhichTierGetsTickets() {
    assertThat(on("internal", "public").tier()).hasValue("public");
    assertThat(on("internal", "public", "internal").tier()).isEmpty();
    assertThat(on("internal", (String) null).tier()).isEmpty();
    assertThat(on("internal", "internal", null).tier()).isEmpty();
  }

  @Test
  void onlyTheOneTierIsAdmitted() {
    // Given
    Standing fits = standing("internal", Outcome.ALLOWED);
    Standing other = standing("public", Outcome.ALLOWED);
    Standing none = standing(null, Outcome.ALLOWED);
    TicketState state = with(List.of(fits, other, none), Map.of());

    // Then
    assertThat(state.answer(fits, AT)).isEqualTo(Answer.ADMIT);
    assertThat(state.answer(other, AT)).isEqualTo(Answer.ASK);
    assertThat(state.answer(none, AT)).isEqualTo(Answer.ASK);
  }

  @Test
  void aDenialIsSaidWhateverTheTier() {
    // Given
    Standing denied = standing("public", Outcome.DENIED);

    // Then
    assertThat(with(List.of(denied), Map.of()).answer(denied, AT)).isEqualTo(Answer.REFUSE);
  }

  @Test
  void aVerdictThatIsStaleOverOrNoAnswerGivesNone() {
    // Given
    Standing stale =
        new Standing(
            Some.verdict("test:a", "internal", Outcome.ALLOWED, Enforcement.ENFORCE), true);
    Standing fresh = standing("internal", Outcome.ALLOWED);
    Standing undecided = standing("internal", Outcome.INDETERMINATE);
    TicketState state = with(List.of(stale, fresh, undecided), Map.of());

    // Then
    assertThat(state.answer(stale, AT)).isEqualTo(Answer.ASK);
    assertThat(state.answer(fresh, AT.plusSeconds(59))).isEqualTo(Answer.ADMIT);
    assertThat(state.answer(fresh, AT.plusSeconds(60))).isEqualTo(Answer.ASK);
    assertThat(state.answer(undecided, AT)).isEqualTo(Answer.ASK);
  }

  @Test
  void whereAllIsOnlyObservedAllAreAdmitted() {
    // Given
    Standing denied =
        new Standing(Some.verdict("test:a", "public", Outcome.DENIED, Enforcement.OBSERVE), false);
    Standing enforced = standing("internal", Outcome.ALLOWED);

    // Then
    assertThat(with(List.of(denied), Map.of()).answer(denied, AT)).isEqualTo(Answer.ADMIT);
    assertThat(with(List.of(denied, enforced), Map.of()).answer(denied, AT)).isEqualTo(Answer.ASK);
  }

  @Test
  void theEpochStaysWhileNothingIsTakenBack() {
    // Given
    Standing one = standing("internal", Outcome.ALLOWED);
    VmId vm = one.verdict().vm().id();

    // Then
    assertThat(epoch(one, Answer.ADMIT, Map.of())).isEqualTo(7);
    assertThat(epoch(one, Answer.ADMIT, Map.of(vm, admitting("internal", 7)))).isEqualTo(7);
    assertThat(epoch(one, Answer.REFUSE, Map.of(vm, admitting("internal", 6)))).isEqualTo(7);
  }

  @Test
  void theEpochAdvancesWhenAnAdmittingTicketIsTakenBack() {
    // Given
    Standing one = standing("internal", Outcome.ALLOWED);
    VmId vm = one.verdict().vm().id();

    // Then
    assertThat(epoch(one, Answer.REFUSE, Map.of(vm, admitting("internal", 7)))).isEqualTo(8);
    assertThat(epoch(one, Answer.ASK, Map.of(vm, admitting("internal", 7)))).isEqualTo(8);
    assertThat(epoch(one, Answer.ADMIT, Map.of(vm, admitting("public", 7)))).isEqualTo(8);
    assertThat(epoch(one, Answer.ADMIT, Map.of(new VmId("test:gone"), admitting("internal", 7))))
        .isEqualTo(8);
  }

  private static long epoch(Standing one, Answer answer, Map<VmId, Issued> issued) {
    return with(List.of(one), issued)
        .epochFor(
            List.of(new Offer(one.verdict(), answer, FailMode.CLOSED, AT.plusSeconds(60))), AT);
  }

  private static Issued admitting(String tier, long epoch) {
    return new Issued(
        TicketId.next(),
        Answer.ADMIT,
        FailMode.CLOSED,
        tier,
        DecisionId.next(),
        epoch,
        AT.minusSeconds(60),
        AT.plusSeconds(60));
  }

  private static Standing standing(String tier, Outcome outcome) {
    return new Standing(
        Some.verdict("test:vm-" + tier + outcome, tier, outcome, Enforcement.ENFORCE), false);
  }

  private static TicketState on(String hostTier, String... residents) {
    Set<String> tiers =
        residents == null
            ? new HashSet<>(java.util.Collections.singleton(null))
            : new HashSet<>(java.util.Arrays.asList(residents));
    return new TicketState(7, hostTier, tiers, List.of(), Map.of());
  }

  private static TicketState with(List<Standing> standing, Map<VmId, Issued> issued) {
    return new TicketState(7, "internal", Set.of(), standing, issued);
  }
}
