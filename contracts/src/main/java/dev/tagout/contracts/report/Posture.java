package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * How things stood when the report was made, by the standing verdicts: not when the period ended.
 *
 * @param rules about hosts that some host does not meet, or cannot be judged by
 * @param listed the hosts, worst first
 */
public record Posture(
    @JsonProperty(required = true) Vms vms,
    @JsonProperty(required = true) Hosts hosts,
    @JsonProperty(required = true) Top<OfRule> rules,
    @JsonProperty(required = true) Top<Host> listed) {
  public Posture {
    Require.present(vms, "vms");
    Require.present(hosts, "hosts");
    Require.present(rules, "rules");
    Require.present(listed, "listed");
  }

  /**
   * The VMs that are defined or run on some host.
   *
   * @param fit would be admitted by policy
   * @param waived would be admitted by a waiver only
   * @param unfit would be refused
   * @param undecided policy has no answer, or there is no verdict yet
   * @param running how many run
   * @param drifted run, were rightly admitted, and would not be now
   * @param bypassing run though no decision admitted them
   */
  public record Vms(
      @JsonProperty(required = true) long total,
      @JsonProperty(required = true) long fit,
      @JsonProperty(required = true) long waived,
      @JsonProperty(required = true) long unfit,
      @JsonProperty(required = true) long undecided,
      @JsonProperty(required = true) long running,
      @JsonProperty(required = true) long drifted,
      @JsonProperty(required = true) long bypassing) {}

  /** How many hosts stand how. */
  public record Hosts(
      @JsonProperty(required = true) long compliant,
      @JsonProperty(required = true) long notCompliant,
      @JsonProperty(required = true) long unknown) {
    public long total() {
      return compliant + notCompliant + unknown;
    }
  }

  /** How a host stands. */
  public enum State {
    /** A rule about hosts is not met, waived or not. */
    @JsonProperty("not-compliant")
    NOT_COMPLIANT,
    /** It cannot be said: facts are missing, nobody judged it, or it is not connected. */
    @JsonProperty("unknown")
    UNKNOWN,
    /** Judged, and every rule about hosts is met. */
    @JsonProperty("compliant")
    COMPLIANT,

    /** A value that this version does not know. */
    @JsonProperty("unrecognized")
    @JsonEnumDefaultValue
    UNRECOGNIZED
  }

  /** How many hosts do not meet a rule. */
  public record OfRule(
      @JsonProperty(required = true) String rule,
      @JsonProperty(required = true) long notCompliant,
      @JsonProperty(required = true) long unknown) {}

  /**
   * A host.
   *
   * @param judgedBy verdicts of how many VMs say so
   * @param connected whether its events arrive
   * @param violated rules that it does not meet
   * @param unknown rules that it cannot be judged by
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Host(
      @JsonProperty(required = true) HostId host,
      String name,
      String tier,
      String group,
      @JsonProperty(required = true) State state,
      @JsonProperty(required = true) long judgedBy,
      @JsonProperty(required = true) boolean connected,
      @JsonProperty(required = true) List<String> violated,
      @JsonProperty(required = true) List<String> unknown) {}
}
