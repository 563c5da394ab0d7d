package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverSelector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The approved waivers that a review may count. The gate, the standing verdict and every replay
 * call {@link #applied}, so that they cannot differ.
 */
public record Waivers(List<Waiver> all) {
  /** When nobody has an exception. */
  public static final Waivers NONE = new Waivers(List.of());

  /** Where several cover a violation, the one that ends last is named; of equals, the first. */
  private static final Comparator<Waiver> LASTS_LONGEST =
      Comparator.comparing(Waiver::expiresAt)
          .thenComparing(waiver -> waiver.id().value(), Comparator.reverseOrder());

  public Waivers {
    all = List.copyOf(all);
  }

  /**
   * @param array of waivers as they are in JSON
   */
  static Waivers read(JsonNode array) {
    return array.isEmpty()
        ? NONE
        : new Waivers(array.valueStream().map(w -> Json.fromTree(w, Waiver.class)).toList());
  }

  /**
   * Those that were approved and not yet revoked at an instant of the past, for a replay. A review
   * that is asked now needs no such look: what was read for it is approved and not revoked.
   */
  public Waivers asOf(Instant at) {
    return new Waivers(all.stream().filter(waiver -> waiver.isGrantedAt(at)).toList());
  }

  /** The one that a violation names in {@code waivedBy}. */
  public Optional<Waiver> find(String id) {
    return all.stream().filter(waiver -> waiver.id().value().equals(id)).findAny();
  }

  /**
   * What is left of an evaluation when the waivers are counted in: each violation stays, and names
   * in {@code waivedBy} the waiver that covers it, whatever stood there before. The answer is valid
   * no longer than until a waiver that matters ends or begins. Where there is no answer there is
   * nothing to waive.
   *
   * @param input of the review, as {@link ReviewInput} makes it
   * @param at of the review; a waiver that ends at this instant does not count
   */
  public Evaluation applied(Evaluation evaluation, JsonNode input, Instant at) {
    return switch (evaluation) {
      case Evaluation.Judged judged -> judged(judged, input, at);
      case Evaluation.Undecided undecided -> undecided;
    };
  }

  private Evaluation.Judged judged(Evaluation.Judged judged, JsonNode input, Instant at) {
    List<Waiver> here =
        all.stream().filter(w -> at.isBefore(w.expiresAt()) && covers(w, input)).toList();
    List<Violation> violations = new ArrayList<>();
    List<Instant> changes = new ArrayList<>();
    if (judged.validUntil() != null) {
      changes.add(judged.validUntil());
    }
    for (Violation violation : judged.violations()) {
      List<Waiver> named = here.stream().filter(w -> w.names(violation.rule())).toList();
      Optional<Waiver> by = named.stream().filter(w -> w.holdsAt(at)).max(LASTS_LONGEST);
      violations.add(violation.waivedBy(by.map(waiver -> waiver.id().value()).orElse(null)));
      by.map(Waiver::expiresAt).ifPresent(changes::add);
      toBegin(named, by, at).forEach(changes::add);
    }
    return new Evaluation.Judged(
        violations, changes.stream().min(Comparator.naturalOrder()).orElse(null));
  }

  /** When others will take over from the one that covers a violation now. */
  private static Stream<Instant> toBegin(List<Waiver> named, Optional<Waiver> now, Instant at) {
    return named.stream()
        .filter(w -> at.isBefore(w.startsAt()))
        .filter(w -> now.isEmpty() || LASTS_LONGEST.compare(w, now.get()) > 0)
        .map(Waiver::startsAt);
  }

  private static boolean covers(Waiver waiver, JsonNode input) {
    JsonNode vm = input.path("vm");
    boolean bounded = waiver.vm() != null || waiver.selector() != null || waiver.host() != null;
    return bounded
        && (waiver.vm() == null || waiver.vm().value().equals(text(vm, "id")))
        && (waiver.host() == null || waiver.host().value().equals(text(input.path("host"), "id")))
        && (waiver.selector() == null || selects(waiver.selector(), vm));
  }

  /** Only what is assigned counts, or a VM could talk itself into an exception. */
  private static boolean selects(WaiverSelector selector, JsonNode vm) {
    return isNullOr(selector.tier(), assigned(vm, "tier", "tierSource"))
        && isNullOr(selector.owner(), assigned(vm, "owner", "ownerSource"))
        && isNullOr(selector.group(), text(vm, "group"));
  }

  private static boolean isNullOr(String asked, String actual) {
    return asked == null || asked.equals(actual);
  }

  private static String assigned(JsonNode vm, String field, String source) {
    return Objects.equals(text(vm, source), "assignment") ? text(vm, field) : null;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText(null);
  }
}
