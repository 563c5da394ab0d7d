package dev.tagout.platform.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * How a service is.
 *
 * @param at when the parts were looked at
 * @param impaired what is impaired, by the part's name
 */
public record Health(State state, Instant at, List<Impaired> impaired) {
  public Health {
    impaired = List.copyOf(impaired);
  }

  /** What it comes to. */
  public enum State {
    /** It does all that it should. */
    @JsonProperty("well")
    WELL,
    /** It answers, and something of it is impaired. */
    @JsonProperty("degraded")
    DEGRADED,
    /** It is not to be asked, as readiness says. */
    @JsonProperty("unready")
    UNREADY
  }

  /**
   * A part that is impaired, or one of which nobody knows.
   *
   * @param what which of the things that the part has; null when it is all of it
   * @param known false when it could not be looked at
   * @param says for a person
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Impaired(String part, String what, boolean known, Instant since, String says) {}
}
