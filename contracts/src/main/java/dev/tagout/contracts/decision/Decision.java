package dev.tagout.contracts.decision;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recorded outcome of a review. With point {@code STANDING} it is a verdict: what would be
 * answered if the VM were started now.
 *
 * @param outcome what policy says
 * @param admitted what the caller must do: fail mode, enforcement and break-glass are included
 * @param host null only in a verdict with placement {@code none}
 * @param message one line for a terminal
 * @param validUntil when time alone can change the answer; null when it cannot
 * @param revision of the policy bundle
 * @param placement verdicts only
 * @param bypass verdicts of running VMs only: it runs though no decision admitted it
 * @param drift verdicts of running VMs only: it was rightly admitted, and would not be now
 * @param instance verdicts of running VMs only: the hypervisor's identity of the run
 * @param runningSince verdicts of running VMs only: when the hypervisor saw it start
 * @param breakGlass what admits it against what policy says; in a verdict, what the run of the VM
 *     was admitted by. Null where there is none
 * @param ticket decisions of start hooks only, made while the gate could not be asked: the signed
 *     ticket that was used
 */
// Else Jackson takes isBypass() for the field, and a decision of no verdict says "bypass": false.
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Decision(
    DecisionId decisionId,
    Outcome outcome,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) boolean admitted,
    Point point,
    Operation operation,
    VmRef vm,
    HostRef host,
    List<Violation> violations,
    String message,
    Enforcement enforcement,
    Instant decidedAt,
    Instant validUntil,
    String revision,
    String requestedBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) Placement placement,
    @JsonInclude(JsonInclude.Include.NON_NULL) Boolean bypass,
    @JsonInclude(JsonInclude.Include.NON_NULL) Boolean drift,
    @JsonInclude(JsonInclude.Include.NON_NULL) String instance,
    @JsonInclude(JsonInclude.Include.NON_NULL) Instant runningSince,
    @JsonInclude(JsonInclude.Include.NON_NULL) BreakGlassId breakGlass,
    @JsonInclude(JsonInclude.Include.NON_NULL) TicketId ticket) {
  public Decision {
    Require.present(decisionId, "decisionId");
    Require.present(outcome, "outcome");
    Require.present(point, "point");
    Require.present(operation, "operation");
    Require.present(vm, "vm");
    violations = Require.list(violations, "violations");
    Require.present(message, "message");
    Require.present(enforcement, "enforcement");
    Require.present(decidedAt, "decidedAt");
    Require.present(revision, "revision");
  }

  /** The violations that stand in the way. */
  public Stream<Violation> denials() {
    return violations.stream().filter(Violation::denies);
  }

  public boolean isBypass() {
    return Boolean.TRUE.equals(bypass);
  }

  public boolean isDrift() {
    return Boolean.TRUE.equals(drift);
  }
}
