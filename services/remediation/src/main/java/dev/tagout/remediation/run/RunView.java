package dev.tagout.remediation.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run as HTTP shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Run")
public record RunView(
    RunId runId,
    @Schema(description = "the newest verdict that asked for it") DecisionId decisionId,
    VmId vm,
    @Schema(description = "absent when nobody has said it") String vmName,
    HostId host,
    @Schema(description = "of the VM; none when it has none") String tier,
    @Schema(description = "of the host; absent when it has none") String hostGroup,
    @Schema(description = "the hypervisor's identity of the VM's run") String instance,
    Instant runningSince,
    Trigger trigger,
    RemediationAction action,
    @Schema(description = "that deny") List<String> rules,
    RunStatus status,
    @Schema(description = "for a person: why it is in this state, or what it waits for")
        String reason,
    @Schema(description = "why it waits for a person, or waited last; absent when it never did")
        HoldCause hold,
    @Schema(description = "the subject of the bearer token of who let it go on") String approvedBy,
    @Schema(description = "the same of who said that nothing shall be done") String cancelledBy,
    Instant startedAt,
    @Schema(description = "when it is looked at next; only while pending") Instant dueAt,
    Instant endedAt,
    @Schema(
            description =
                "milliseconds from the start that the hypervisor reported until the VM was seen"
                    + " stopped; only when it was stopped")
        Long exposureMillis,
    List<Attempt> attempts) {

  static RunView of(Run run, List<Attempt> attempts) {
    RunState state = run.state();
    return new RunView(
        run.id(),
        run.decision(),
        run.vm(),
        run.vmName(),
        run.host(),
        run.scope().tier(),
        run.scope().group(),
        run.instance(),
        run.runningSince(),
        run.trigger(),
        run.action(),
        run.rules(),
        state.status(),
        state.reason(),
        run.people().hold(),
        run.people().approvedBy(),
        run.people().cancelledBy(),
        run.startedAt(),
        state instanceof RunState.Due due ? due.dueAt() : null,
        state instanceof RunState.Ended ended ? ended.endedAt() : null,
        state instanceof RunState.Succeeded succeeded
            ? succeeded.exposure().map(Duration::toMillis).orElse(null)
            : null,
        attempts);
  }
}
