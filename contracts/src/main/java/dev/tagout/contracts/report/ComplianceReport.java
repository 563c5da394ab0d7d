package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;

/**
 * What happened in a period, and how things stand. Instants are UTC. What each figure counts is
 * said in {@code docs/operations/report.md}.
 *
 * @param rules those of the active revision and those that were not met in the period, by id
 * @param verification by whoever asked for the report: the service is no judge of its own record
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ComplianceReport(
    @JsonProperty(required = true) Scope scope,
    @JsonProperty(required = true) Starts starts,
    @JsonProperty(required = true) Refusals refusals,
    @JsonProperty(required = true) Cures cures,
    @JsonProperty(required = true) Waivers waivers,
    @JsonProperty(required = true) BreakGlasses breakGlass,
    @JsonProperty(required = true) Bypasses bypasses,
    @JsonProperty(required = true) List<RuleEvidence> rules,
    @JsonProperty(required = true) Posture posture,
    @JsonProperty(required = true) RecordState record,
    @JsonProperty(required = true) Verification verification) {
  public ComplianceReport {
    Require.present(scope, "scope");
    Require.present(starts, "starts");
    Require.present(refusals, "refusals");
    Require.present(cures, "cures");
    Require.present(waivers, "waivers");
    Require.present(breakGlass, "breakGlass");
    Require.present(bypasses, "bypasses");
    rules = Require.presentList(rules, "rules");
    Require.present(posture, "posture");
    Require.present(record, "record");
    Require.present(verification, "verification");
  }

  /** The same report after the record was checked. */
  public ComplianceReport with(Verification checked) {
    return new ComplianceReport(
        scope,
        starts,
        refusals,
        cures,
        waivers,
        breakGlass,
        bypasses,
        rules,
        posture,
        record,
        checked);
  }

  /**
   * What the report is about, and where it comes from.
   *
   * @param tier null: all VMs, with and without a tier
   * @param since included
   * @param until excluded
   * @param generatedAt when it was read; how things stand is of that instant
   * @param version of policy-evaluation
   * @param revisions in force in the period, oldest first
   * @param factSources who told the facts that are known now, of all VMs and hosts
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Scope(
      String tier,
      @JsonProperty(required = true) Instant since,
      @JsonProperty(required = true) Instant until,
      @JsonProperty(required = true) Instant generatedAt,
      @JsonProperty(required = true) String version,
      @JsonProperty(required = true) Top<Revision> revisions,
      @JsonProperty(required = true) Top<FactSource> factSources) {
    public Scope {
      Require.present(since, "since");
      Require.present(until, "until");
      Require.present(generatedAt, "generatedAt");
      Require.present(version, "version");
      Require.present(revisions, "revisions");
      Require.present(factSources, "factSources");
    }
  }

  /**
   * A revision of the policies, while it was in force.
   *
   * @param activatedAt may be before the period
   * @param replacedAt null: not until the period ended
   * @param rollback whether it was returned to
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Revision(
      @JsonProperty(required = true) String revision,
      @JsonProperty(required = true) Instant activatedAt,
      Instant replacedAt,
      @JsonProperty(required = true) String activatedBy,
      @JsonProperty(required = true) boolean rollback) {}

  /**
   * Who told facts.
   *
   * @param groups how many groups of facts, each of one VM or host
   * @param newest when the newest of them was observed
   */
  public record FactSource(
      @JsonProperty(required = true) String source,
      @JsonProperty(required = true) long groups,
      @JsonProperty(required = true) Instant newest) {}
}
