package dev.tagout.contracts.remediation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * What was done to a VM, or not done and why.
 *
 * @param action what the verdict asked for, capped by remediation's own limits
 * @param reason for people; always there
 * @param exposureMillis milliseconds from the start that the hypervisor reported to the end of the
 *     run, null where it was not stopped
 * @param hold why it waits for a person, or waited last; null when it never did
 * @param approvedBy who let it go on though it was held; null when nobody did
 * @param cancelledBy who said that nothing shall be done; null when nobody did
 */
public record RemediationOutcome(
    RunId runId,
    DecisionId decisionId,
    VmId vm,
    HostId host,
    Trigger trigger,
    RemediationAction action,
    RunStatus status,
    String reason,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) int attempts,
    Instant startedAt,
    Instant endedAt,
    Long exposureMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) HoldCause hold,
    @JsonInclude(JsonInclude.Include.NON_NULL) String approvedBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) String cancelledBy) {
  public RemediationOutcome {
    Require.present(runId, "runId");
    Require.present(decisionId, "decisionId");
    Require.present(vm, "vm");
    Require.present(trigger, "trigger");
    Require.present(action, "action");
    Require.present(status, "status");
    Require.text(reason, 2000, "reason");
    Require.present(startedAt, "startedAt");
  }
}
