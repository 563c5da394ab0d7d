package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.policy.Waiver;

/**
 * Approved exceptions, as they stood when the period ended.
 *
 * @param inForce ends soonest first
 * @param expiring how many of those in force end within 30 days after the period
 * @param ended expired or revoked in the period, last ended first
 * @param awaiting not yet approved, or approved and not yet begun
 */
public record Waivers(
    @JsonProperty(required = true) Top<Used> inForce,
    @JsonProperty(required = true) long expiring,
    @JsonProperty(required = true) Top<Used> ended,
    @JsonProperty(required = true) Top<Used> awaiting) {
  public Waivers {
    Require.present(inForce, "inForce");
    Require.present(ended, "ended");
    Require.present(awaiting, "awaiting");
  }

  /**
   * A waiver.
   *
   * @param waiver with the state that it had when the period ended
   * @param starts how many starts in the period it covered a violation of
   */
  public record Used(
      @JsonProperty(required = true) Waiver waiver, @JsonProperty(required = true) long starts) {
    public Used {
      Require.present(waiver, "waiver");
    }
  }
}
