package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long it took until what a VM was refused for was cured. A case is a VM and a rule: it begins
 * with the first refusal in the period, and ends with the first later decision or verdict on that
 * VM in the period that has an answer and no violation of that rule. The next refusal begins
 * another case.
 *
 * @param mean of the cured; null: none was
 * @param median of the cured, of two in the middle their mean; null: none was cured
 * @param spread how many were cured within how long
 * @param rules most cases first
 * @param longestOpen those that were not cured when the period ended, oldest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Cures(
    @JsonProperty(required = true) long cured,
    @JsonProperty(required = true) long open,
    Duration mean,
    Duration median,
    @JsonProperty(required = true) List<Within> spread,
    @JsonProperty(required = true) Top<OfRule> rules,
    @JsonProperty(required = true) Top<Open> longestOpen) {
  public Cures {
    spread = Require.presentList(spread, "spread");
    Require.present(rules, "rules");
    Require.present(longestOpen, "longestOpen");
  }

  /**
   * How many cases were cured within a time, and not within a shorter one of the list.
   *
   * @param atMost null: longer than all others
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Within(Duration atMost, @JsonProperty(required = true) long cases) {}

  /** The cases of a rule. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record OfRule(
      @JsonProperty(required = true) String rule,
      @JsonProperty(required = true) long cured,
      @JsonProperty(required = true) long open,
      Duration mean,
      Duration median) {}

  /**
   * A case that was not cured.
   *
   * @param refusals how many since
   * @param age from the first refusal to the end of the period
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Open(
      @JsonProperty(required = true) VmId vm,
      String name,
      @JsonProperty(required = true) String rule,
      @JsonProperty(required = true) Instant firstRefusedAt,
      @JsonProperty(required = true) long refusals,
      @JsonProperty(required = true) Duration age) {}
}
