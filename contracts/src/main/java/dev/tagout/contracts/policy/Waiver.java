package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;

/**
 * An exception that is bound in time and approved: violations of its rules do not stand in the way
 * of the VMs in its scope. What narrows the scope narrows it together: a waiver with selector and
 * host covers the selected VMs on that host.
 *
 * @param state as of when this was written
 * @param rules at least one
 * @param vm the only VM that it covers; null: see the selector
 * @param selector the VMs that it covers; null: any
 * @param host the only host on which it holds; null: any
 * @param ticket where the exception is discussed
 * @param owner who sees to it that it is not needed any more
 * @param requestedBy subject of a bearer token, as are the others
 * @param startsAt from then on, included
 * @param expiresAt until then, excluded
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Waiver(
    WaiverId id,
    WaiverState state,
    List<String> rules,
    VmId vm,
    WaiverSelector selector,
    HostId host,
    String reason,
    String ticket,
    String owner,
    String requestedBy,
    Instant requestedAt,
    String approvedBy,
    Instant approvedAt,
    Instant startsAt,
    Instant expiresAt,
    String revokedBy,
    Instant revokedAt,
    String revokeReason) {
  public Waiver {
    Require.present(id, "id");
    Require.present(state, "state");
    rules = Require.presentList(rules, "rules");
    if (rules.isEmpty()) {
      throw new ContractViolation("rules", "names no rule");
    }
    Require.text(reason, 2000, "reason");
    Require.bounded(ticket, 255, "ticket");
    Require.bounded(owner, 255, "owner");
    Require.text(requestedBy, 255, "requestedBy");
    Require.present(requestedAt, "requestedAt");
    Require.bounded(approvedBy, 255, "approvedBy");
    Require.present(startsAt, "startsAt");
    Require.present(expiresAt, "expiresAt");
    Require.bounded(revokedBy, 255, "revokedBy");
    Require.bounded(revokeReason, 2000, "revokeReason");
  }

  /** Whether it covers violations of this rule. */
  public boolean names(String rule) {
    return rules.contains(rule);
  }

  /** Whether its time has come, and is not over. Says nothing about approval. */
  public boolean holdsAt(Instant at) {
    return !at.isBefore(startsAt) && at.isBefore(expiresAt);
  }

  /** Whether it was approved and not yet revoked at an instant. */
  public boolean isGrantedAt(Instant at) {
    return approvedAt != null
        && !at.isBefore(approvedAt)
        && (revokedAt == null || at.isBefore(revokedAt));
  }
}
