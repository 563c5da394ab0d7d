package dev.tagout.remediation.run;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.remediation.safety.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is done about one run of one VM.
 *
 * @param vmName null when nobody has said it
 * @param scope what it is counted under
 * @param instance the hypervisor's identity of the VM's run; null only for notifications
 * @param runningSince when the hypervisor saw it start, null when that is not known
 * @param decision the newest verdict that asked for it
 * @param rules that deny
 * @param actedAt when the first attempt to stop the VM began, else null
 * @param attempts that were begun
 * @param postponements how often in a row the verdict could not be had
 * @param people what they had to do with it
 * @param cause the step that told the verdict, if that was said
 */
public record Run(
    RunId id,
    VmId vm,
    String vmName,
    HostId host,
    Scope scope,
    String instance,
    Instant runningSince,
    Trigger trigger,
    RemediationAction action,
    DecisionId decision,
    List<String> rules,
    Instant startedAt,
    Instant actedAt,
    int attempts,
    int postponements,
    RunState state,
    People people,
    Optional<TraceParent> cause) {
  public Run {
    Require.present(id, "id");
    Require.present(vm, "vm");
    Require.present(host, "host");
    Require.present(scope, "scope");
    Require.present(trigger, "trigger");
    Require.present(action, "action");
    Require.present(decision, "decision");
    rules = Require.list(rules, "rules");
    Require.present(startedAt, "startedAt");
    Require.present(state, "state");
    Require.present(people, "people");
    Require.present(cause, "cause");
  }

  /** The VM's name if there is one, else its id. */
  public String vmLabel() {
    return vmName == null ? vm.value() : vmName;
  }

  /** Whether an attempt to stop the VM was begun; it may have done its work. */
  public boolean hasActed() {
    return actedAt != null;
  }

  /** How long the VM ran until then. Never negative, though two clocks are compared. */
  public Optional<Duration> exposure(Instant until) {
    return Optional.ofNullable(runningSince)
        .map(since -> Duration.between(since, until))
        .map(d -> d.isNegative() ? Duration.ZERO : d);
  }
}
