package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs of VMs that no decision admitted, by the verdicts that were recorded of them in the period.
 *
 * @param unfit of how many runs policy denied the VM, when they were found or later
 * @param open how many were still seen running when the period ended
 * @param runs newest first
 */
public record Bypasses(
    @JsonProperty(required = true) long unfit,
    @JsonProperty(required = true) long open,
    @JsonProperty(required = true) Top<Run> runs) {
  public Bypasses {
    Require.present(runs, "runs");
  }

  /**
   * A run.
   *
   * @param runningSince when the hypervisor saw it start
   * @param overAt when the verdict was recorded that did not see it run any more; null: it was seen
   *     running when the period ended
   * @param exposure from the start until then, or until the period ended. A little too long, by the
   *     time it took to hear that the VM was off
   * @param outcome the worst answer of policy about the VM while the run was seen as a bypass;
   *     {@code INDETERMINATE} only when there was no answer
   * @param rules that denied the VM then
   * @param verdict that found it
   * @param judgedBy the first verdict that came to the outcome; that found it, or a later one
   * @param refusedBy a refusal of the same VM on the same host in the day before the start; null:
   *     nobody had asked, or it was not refused
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Run(
      @JsonProperty(required = true) VmId vm,
      String name,
      @JsonProperty(required = true) HostId host,
      String hostName,
      @JsonProperty(required = true) Instant runningSince,
      Instant overAt,
      @JsonProperty(required = true) Duration exposure,
      @JsonProperty(required = true) Outcome outcome,
      @JsonProperty(required = true) List<String> rules,
      @JsonProperty(required = true) DecisionId verdict,
      @JsonProperty(required = true) DecisionId judgedBy,
      DecisionId refusedBy) {}
}
