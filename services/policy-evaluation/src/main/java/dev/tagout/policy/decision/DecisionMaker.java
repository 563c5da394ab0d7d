package dev.tagout.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.ReviewInput;
import dev.tagout.policy.evaluation.ReviewState;
import dev.tagout.policy.evaluation.Ruling;
import dev.tagout.policy.evaluation.Waivers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a decision from a review and what is known. Writes nothing. */
@ApplicationScoped
public class DecisionMaker {
  /** Nothing admits what policy does not. */
  public static final Supplier<Optional<BreakGlass>> NO_EXCEPTION = Optional::empty;

  private final PolicyConfig config;

  DecisionMaker(PolicyConfig config) {
    this.config = config;
  }

  /**
   * A decision and the input that it was made from.
   *
   * @param input from which it can be replayed
   * @param breakGlass what admits it against what policy says; null where nothing does
   */
  public record Made(Decision decision, JsonNode input, BreakGlass breakGlass) {}

  /** Asks the engine. */
  public Made make(Review review, ReviewState state, LoadedPolicy policy) {
    ObjectNode input = ReviewInput.of(review, state);
    return made(review, state, policy, input, policy.engine().evaluate(input), true, NO_EXCEPTION);
  }

  /**
   * Asks the engine.
   *
   * @param breakGlass is asked for only when nothing else admits it
   */
  public Made make(
      Review review,
      ReviewState state,
      LoadedPolicy policy,
      Supplier<Optional<BreakGlass>> breakGlass) {
    ObjectNode input = ReviewInput.of(review, state);
    return made(review, state, policy, input, policy.engine().evaluate(input), true, breakGlass);
  }

  /** The same for a decision that nobody records: its line names no id to look it up by. */
  public Made preview(Review review, ReviewState state, LoadedPolicy policy) {
    ObjectNode input = ReviewInput.of(review, state);
    return made(review, state, policy, input, policy.engine().evaluate(input), false, NO_EXCEPTION);
  }

  private Made made(
      Review review,
      ReviewState state,
      LoadedPolicy policy,
      ObjectNode input,
      Evaluation evaluation,
      boolean recorded,
      Supplier<Optional<BreakGlass>> breakGlass) {
    VmRef vm =
        new VmRef(
            review.vm(),
            input.path("vm").path("name").asText(null),
            input.path("vm").path("tier").asText(null));
    HostRef host =
        review.host() == null
            ? null
            : new HostRef(
                review.host(),
                input.path("host").path("name").asText(null),
                input.path("host").path("tier").asText(null),
                input.path("host").path("group").asText(null));
    Enforcement enforcement = enforcement(state, policy, vm.tier());
    Waivers waivers = state.waivers();
    Ruling ruling =
        Ruling.of(
            waivers.applied(evaluation, input, review.at()),
            policy.tiers().failMode(vm.tier()),
            enforcement);
    Standing standing = Standing.of(review, state, ruling);
    BreakGlass glass = ruling.admitted() ? null : breakGlass.get().orElse(null);
    String message =
        new Explanation(
                review, vm, host, ruling, waivers, enforcement, contact(input), recorded, glass)
            .line();
    return new Made(
        new Decision(
            review.id(),
            ruling.outcome(),
            ruling.admitted() || glass != null,
            review.point(),
            review.operation(),
            vm,
            host,
            ruling.violations(),
            message,
            enforcement,
            review.at(),
            ruling.validUntil(),
            policy.revision(),
            review.requestedBy(),
            standing.placement(),
            standing.bypass(),
            standing.drift(),
            standing.instance(),
            standing.runningSince(),
            glass == null ? standing.breakGlass() : glass.id(),
            null),
        input,
        glass);
  }

  /** The most specific that says something: host, tier, site. */
  private static Enforcement enforcement(ReviewState state, LoadedPolicy policy, String tier) {
    return switch (state.hostEnforcement()) {
      case "observe" -> Enforcement.OBSERVE;
      case "enforce" -> Enforcement.ENFORCE;
      default -> policy.tiers().enforcement(tier).orElse(state.siteEnforcement());
    };
  }

  private String contact(JsonNode input) {
    JsonNode vm = input.path("vm");
    return Optional.ofNullable(vm.path("contact").asText(null))
        .or(() -> Optional.ofNullable(vm.path("owner").asText(null)))
        .orElse(config.contact());
  }

  /** What a verdict says beside what every decision says. */
  private record Standing(
      Placement placement,
      Boolean bypass,
      Boolean drift,
      String instance,
      Instant runningSince,
      BreakGlassId breakGlass) {
    private static final Standing NONE = new Standing(null, null, null, null, null, null);

    static Standing of(Review review, ReviewState state, Ruling ruling) {
      if (review.point() != Point.STANDING) {
        return NONE;
      }
      JsonNode place = state.place();
      return switch (place.path("state").asText("")) {
        case "RUNNING" -> {
          boolean bypass = place.path("admission").asText().equals("BYPASS");
          boolean denied = ruling.outcome() == dev.tagout.contracts.decision.Outcome.DENIED;
          yield new Standing(
              Placement.RUNNING,
              bypass,
              !bypass && denied,
              place.path("instance").asText(null),
              OffsetDateTime.parse(place.path("running_since").asText()).toInstant(),
              state.breakGlass().orElse(null));
        }
        case "DEFINED" -> new Standing(Placement.DEFINED, null, null, null, null, null);
        case "GONE" -> new Standing(Placement.LAST, null, null, null, null, null);
        default -> new Standing(Placement.NONE, null, null, null, null, null);
      };
    }
  }
}
