package dev.tagout.remediation.breaker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One opening of a tier's breaker, as it is shown. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Breaker(
    String id,
    @Schema(description = "none is that of VMs without one") String tier,
    @Schema(description = "so many VMs became ones that are to be stopped") long turned,
    @Schema(description = "so many ran") long running,
    @Schema(description = "for a person: why it opened") String reason,
    Instant openedAt,
    @Schema(description = "absent while it is open") Instant resetAt,
    @Schema(description = "the subject of the bearer token") String resetBy,
    String resetReason) {
  @JsonProperty
  @Schema(description = "open until a person resets it")
  public State state() {
    return resetAt == null ? State.OPEN : State.RESET;
  }

  /** Whether it holds what stops VMs of its tier. */
  public enum State {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("reset")
    RESET
  }
}
