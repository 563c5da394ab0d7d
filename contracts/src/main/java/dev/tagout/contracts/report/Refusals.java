package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;

/**
 * The starts that were refused, and why. One start may be refused by several rules and for several
 * reasons, so their figures add up to more than the starts.
 *
 * @param vms how many VMs were refused at least once
 * @param rules most refusals first
 * @param topVms most refusals first
 * @param topOwners most refusals first, by the owner when a VM was last refused
 */
public record Refusals(
    @JsonProperty(required = true) long vms,
    @JsonProperty(required = true) Top<OfRule> rules,
    @JsonProperty(required = true) List<OfReason> reasons,
    @JsonProperty(required = true) Top<OfVm> topVms,
    @JsonProperty(required = true) Top<OfOwner> topOwners) {
  public Refusals {
    Require.present(rules, "rules");
    reasons = Require.presentList(reasons, "reasons");
    Require.present(topVms, "topVms");
    Require.present(topOwners, "topOwners");
  }

  /**
   * Starts that a rule refused.
   *
   * @param example what the last refusal said
   */
  public record OfRule(
      @JsonProperty(required = true) String rule,
      @JsonProperty(required = true) Severity severity,
      @JsonProperty(required = true) long refusals,
      @JsonProperty(required = true) long vms,
      @JsonProperty(required = true) String example,
      @JsonProperty(required = true) DecisionId last) {}

  /** Why a start is refused. */
  public enum Reason {
    /** A rule is not met. */
    @JsonProperty("violated")
    VIOLATED,
    /** A fact that a rule needs is not known, and silence is not compliance. */
    @JsonProperty("unknown")
    UNKNOWN,
    /** Policy came to no answer, and the tier's fail mode is closed. */
    @JsonProperty("no-answer")
    NO_ANSWER,

    /** A value that this version does not know. */
    @JsonProperty("unrecognized")
    @JsonEnumDefaultValue
    UNRECOGNIZED
  }

  /** Starts that were refused for a reason. */
  public record OfReason(
      @JsonProperty(required = true) Reason reason,
      @JsonProperty(required = true) long refusals,
      @JsonProperty(required = true) long vms) {}

  /**
   * A VM that was refused.
   *
   * @param owner when it was last refused; null: it had none
   * @param rules that refused it in the period
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record OfVm(
      @JsonProperty(required = true) VmId vm,
      String name,
      String owner,
      @JsonProperty(required = true) long refusals,
      @JsonProperty(required = true) Instant lastAt,
      @JsonProperty(required = true) DecisionId last,
      @JsonProperty(required = true) List<String> rules) {}

  /**
   * An owner of VMs that were refused.
   *
   * @param owner null: VMs without one
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record OfOwner(
      String owner,
      @JsonProperty(required = true) long refusals,
      @JsonProperty(required = true) long vms) {}
}
