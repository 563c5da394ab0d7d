package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * One VM is to be admitted once against a denial: one person asked, another approved, for some
 * minutes. What policy says does not change by it.
 *
 * @param state as of when this was written
 * @param host the only host on which it admits; null: any
 * @param ticket where it is discussed
 * @param minutes how long it holds from its approval on
 * @param requestedBy subject of a bearer token, as are the others
 * @param expiresAt until then, excluded: before its approval it can be approved, then used
 * @param usedAt when the decision was made that it first admitted
 * @param usedOn the host of that decision
 * @param decision the id of that decision
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BreakGlass(
    BreakGlassId id,
    BreakGlassState state,
    VmId vm,
    HostId host,
    String reason,
    String ticket,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) int minutes,
    String requestedBy,
    Instant requestedAt,
    String approvedBy,
    Instant approvedAt,
    Instant expiresAt,
    Instant usedAt,
    HostId usedOn,
    DecisionId decision,
    String revokedBy,
    Instant revokedAt,
    String revokeReason) {
  public BreakGlass {
    Require.present(id, "id");
    Require.present(state, "state");
    Require.present(vm, "vm");
    Require.text(reason, 2000, "reason");
    Require.bounded(ticket, 255, "ticket");
    Require.text(requestedBy, 255, "requestedBy");
    Require.present(requestedAt, "requestedAt");
    Require.bounded(approvedBy, 255, "approvedBy");
    Require.present(expiresAt, "expiresAt");
    Require.bounded(revokedBy, 255, "revokedBy");
    Require.bounded(revokeReason, 2000, "revokeReason");
  }

  /** The same after a decision that it admitted. */
  public BreakGlass used(DecisionId by, HostId on, Instant at) {
    return new BreakGlass(
        id,
        BreakGlassState.USED,
        vm,
        host,
        reason,
        ticket,
        minutes,
        requestedBy,
        requestedAt,
        approvedBy,
        approvedAt,
        expiresAt,
        at,
        on,
        by,
        revokedBy,
        revokedAt,
        revokeReason);
  }
}
