package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;

/**
 * What the record has of one rule: evidence for the controls that it names. Counted are recorded
 * decisions and verdicts. A verdict that came out equal to the one before is not recorded, so a
 * rule is evaluated more often than this says.
 *
 * @param title empty when no stored revision has the rule
 * @param controls such as {@code nist-800-53:SI-2}
 * @param state as the active revision has it for this tier; of all tiers: active when it judges in
 *     some, off when it is off in all
 * @param evaluated decisions with an answer in which it judged: under a revision that has the rule,
 *     neither off nor asleep for the VM's tier, when it needs facts about a host, for some host,
 *     and with all facts that it needs, or with something to say all the same. 0: nothing is known
 *     of how it was met
 * @param missing decisions in which it would have judged, had a fact that it needs not been
 *     missing, and of which it said nothing: it leaves that to another rule, or to nobody. They are
 *     not among those that evaluated it, and no evidence that it was met
 * @param failed of these, in how many it was not met
 * @param unknown in how many it could not be judged, and was not otherwise failed
 * @param waived in how many a waiver covered all of its violations; they are among the former
 * @param refused how many starts it refused
 * @param last the newest decision that evaluated it; null: there is none
 * @param lastFailure the newest in which it was not met or could not be judged; null: there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RuleEvidence(
    @JsonProperty(required = true) String rule,
    @JsonProperty(required = true) String title,
    @JsonProperty(required = true) List<String> controls,
    @JsonProperty(required = true) State state,
    @JsonProperty(required = true) long evaluated,
    @JsonProperty(required = true) long missing,
    @JsonProperty(required = true) long failed,
    @JsonProperty(required = true) long unknown,
    @JsonProperty(required = true) long waived,
    @JsonProperty(required = true) long refused,
    Evidence last,
    Evidence lastFailure) {
  public RuleEvidence {
    Require.present(rule, "rule");
    controls = Require.presentList(controls, "controls");
  }

  /** Whether it judged anything in the period. When not, that nothing failed says nothing. */
  @JsonIgnore
  public boolean isJudged() {
    return evaluated > 0;
  }

  /** In how many it was met. */
  public long met() {
    return evaluated - failed - unknown;
  }

  /** What a rule does. */
  public enum State {
    /** It judges. */
    @JsonProperty("active")
    ACTIVE,
    /** It demands nothing: before the site declares something, or of this tier. */
    @JsonProperty("sleeping")
    SLEEPING,
    /** The site has switched it off. */
    @JsonProperty("off")
    OFF,
    /** The active revision does not have it. */
    @JsonProperty("gone")
    GONE,

    /** A value that this version does not know. */
    @JsonProperty("unrecognized")
    @JsonEnumDefaultValue
    UNRECOGNIZED
  }

  /**
   * A decision that anybody can look up.
   *
   * @param position of its entry in the sealed record; null: it is not sealed yet
   * @param seal number of the seal that has it; null: it is not sealed yet
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Evidence(
      @JsonProperty(required = true) DecisionId decision,
      @JsonProperty(required = true) Instant at,
      Long position,
      Long seal) {}
}
