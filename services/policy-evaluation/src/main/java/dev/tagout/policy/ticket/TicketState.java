package dev.tagout.policy.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.evaluation.FailMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that the tickets of one host rest on, read while the host is locked.
 *
 * @param hostTier that is assigned to it, or null
 * @param residentTiers of who runs there or has a place; may hold null
 * @param issued the newest ticket of each VM, whether it arrived or not
 */
record TicketState(
    long epoch,
    String hostTier,
    Set<String> residentTiers,
    List<Standing> standing,
    Map<VmId, Issued> issued) {

  /**
   * A standing verdict.
   *
   * @param stale something has changed that it does not count in
   */
  record Standing(Decision verdict, boolean stale) {
    boolean isCurrentAt(Instant at) {
      return !stale
          && verdict.outcome() != Outcome.INDETERMINATE
          && verdict.outcome() != Outcome.UNRECOGNIZED
          && (verdict.validUntil() == null || verdict.validUntil().isAfter(at));
    }
  }

  /** A ticket that was issued before. */
  record Issued(
      TicketId id,
      Answer answer,
      FailMode failMode,
      String tier,
      DecisionId decision,
      long epoch,
      Instant notBefore,
      Instant expiresAt) {
    boolean mayAdmit(long inEpoch, Instant at) {
      return answer == Answer.ADMIT && epoch == inEpoch && expiresAt.isAfter(at);
    }
  }

  static TicketState read(JsonNode json) {
    Set<String> residents = new HashSet<>();
    json.path("residents").forEach(resident -> residents.add(resident.path("tier").asText(null)));
    return new TicketState(
        json.path("epoch").asLong(),
        json.path("hostTier").asText(null),
        residents,
        json.path("verdicts")
            .valueStream()
            .map(
                row ->
                    new Standing(
                        Json.fromTree(row.path("verdict"), Decision.class),
                        row.path("stale").asBoolean()))
            .toList(),
        json.path("issued")
            .valueStream()
            .collect(
                Collectors.toMap(
                    row -> new VmId(row.path("vm_id").asText()), TicketState::issued)));
  }

  private static Issued issued(JsonNode row) {
    return new Issued(
        new TicketId(row.path("id").asText()),
        Answer.valueOf(row.path("answer").asText()),
        FailMode.valueOf(row.path("fail_mode").asText()),
        row.path("tier").asText(null),
        new DecisionId(row.path("decision_id").asText()),
        row.path("epoch").asLong(),
        instant(row, "not_before"),
        instant(row, "expires_at"));
  }

  private static Instant instant(JsonNode row, String field) {
    return OffsetDateTime.parse(row.path(field).asText()).toInstant();
  }

  /**
   * The one tier whose VMs may get admitting tickets: that of who is there, else the host's own.
   * Empty when there is none, or several share the host already.
   */
  Optional<String> tier() {
    return residentTiers.isEmpty()
        ? Optional.ofNullable(hostTier)
        : residentTiers.size() == 1
            ? Optional.ofNullable(residentTiers.iterator().next())
            : Optional.empty();
  }

  /** Whether nobody is refused here whatever the answer, so that mixing tiers is not either. */
  boolean isOnlyObserved() {
    return standing.stream()
        .map(one -> one.verdict().enforcement())
        .allMatch(Enforcement.OBSERVE::equals);
  }

  /** What the host may answer about a VM. */
  Answer answer(Standing one, Instant at) {
    Decision verdict = one.verdict();
    if (!one.isCurrentAt(at)) {
      return Answer.ASK;
    }
    if (!verdict.admitted()) {
      return Answer.REFUSE;
    }
    boolean fits =
        verdict.vm().tier() != null && tier().filter(verdict.vm().tier()::equals).isPresent();
    return fits || isOnlyObserved() ? Answer.ADMIT : Answer.ASK;
  }

  /**
   * The epoch that a new set of tickets has. It is a new one when something is taken back that may
   * be out: a set which does not arrive must not leave the host with tickets of two tiers, or with
   * one whose grounds are gone, once it has heard of us again.
   */
  long epochFor(Collection<Offer> offers, Instant at) {
    Map<VmId, Offer> byVm =
        offers.stream().collect(Collectors.toMap(Offer::vm, Function.identity()));
    boolean takenBack =
        issued.entrySet().stream()
            .filter(entry -> entry.getValue().mayAdmit(epoch, at))
            .anyMatch(
                entry -> {
                  Offer offer = byVm.get(entry.getKey());
                  return offer == null || !offer.admitsAsDoes(entry.getValue());
                });
    return takenBack ? epoch + 1 : epoch;
  }

  /** What a VM is to get. */
  record Offer(Decision verdict, Answer answer, FailMode failMode, Instant expiresAt) {
    VmId vm() {
      return verdict.vm().id();
    }

    boolean admitsAsDoes(Issued before) {
      return answer == Answer.ADMIT && verdict.vm().tier() != null
          ? verdict.vm().tier().equals(before.tier())
          : answer == Answer.ADMIT && before.tier() == null;
    }

    boolean saysTheSameAs(Issued before) {
      return answer == before.answer()
          && failMode == before.failMode()
          && verdict.decisionId().equals(before.decision());
    }
  }
}
