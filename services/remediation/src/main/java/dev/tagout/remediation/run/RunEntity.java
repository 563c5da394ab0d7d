package dev.tagout.remediation.run;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.remediation.safety.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A run's row. An adapter: it holds no rule, and becomes a {@link Run} before it leaves. */
@Entity
@Table(name = "run")
class RunEntity {
  @Id UUID id;

  @Column(name = "vm_id")
  String vmId;

  @Column(name = "vm_name")
  String vmName;

  @Column(name = "host_id")
  String hostId;

  String tier;

  @Column(name = "host_group")
  String hostGroup;

  String instance;

  @Column(name = "running_since")
  Instant runningSince;

  @Enumerated(EnumType.STRING)
  Trigger trigger;

  @Enumerated(EnumType.STRING)
  RemediationAction action;

  @Column(name = "decision_id")
  UUID decisionId;

  List<String> rules;

  @Column(name = "started_at")
  Instant startedAt;

  @Enumerated(EnumType.STRING)
  RunStatus status;

  boolean approved;

  @Column(name = "approved_by")
  String approvedBy;

  @Column(name = "cancelled_by")
  String cancelledBy;

  @Enumerated(EnumType.STRING)
  HoldCause hold;

  int holds;

  String reason;

  @Column(name = "due_at")
  Instant dueAt;

  @Column(name = "acted_at")
  Instant actedAt;

  @Column(name = "ended_at")
  Instant endedAt;

  @Column(name = "exposure_millis")
  Long exposureMillis;

  int attempts;

  int postponements;

  String traceparent;

  long generation;

  UUID occasion;

  @Column(name = "lease_owner")
  UUID leaseOwner;

  @Column(name = "leased_until")
  Instant leasedUntil;

  static RunEntity of(Wanted wanted, Instant now) {
    RunEntity row = new RunEntity();
    row.id = UUID.fromString(Ids.next());
    row.trigger = wanted.trigger();
    row.startedAt = now;
    row.occasion = wanted.stops() ? null : wanted.occasion();
    row.restOn(wanted);
    row.state(new RunState.Pending(now, wanted.reason()));
    return row;
  }

  /**
   * Takes a newer verdict for the one that asked: on the same run of the VM, or, while a person is
   * asked whether to go on with the VM at all, on the next one.
   */
  void refresh(Wanted wanted) {
    generation++;
    restOn(wanted);
  }

  private void restOn(Wanted wanted) {
    Decision verdict = wanted.verdict();
    vmId = verdict.vm().id().value();
    vmName = verdict.vm().name();
    hostId = verdict.host().id().value();
    tier = Scope.of(verdict).tier();
    hostGroup = Scope.of(verdict).group();
    instance = verdict.instance();
    runningSince = verdict.runningSince();
    action = wanted.action();
    decisionId = UUID.fromString(verdict.decisionId().value());
    rules = wanted.rules();
    traceparent = wanted.cause().map(TraceParent::text).orElse(null);
  }

  boolean isLeasedBy(UUID owner) {
    return owner.equals(leaseOwner);
  }

  void lease(UUID owner, Instant until) {
    leaseOwner = owner;
    leasedUntil = until;
  }

  void release() {
    leaseOwner = null;
    leasedUntil = null;
  }

  void state(RunState state) {
    status = state.status();
    reason = state.reason();
    dueAt = null;
    approved = false;
    switch (state) {
      case RunState.Pending pending -> dueAt = pending.dueAt();
      case RunState.Approved granted -> {
        approved = true;
        dueAt = granted.dueAt();
      }
      case RunState.Acting acting -> {
        approved = acting.approved();
        // Due at once, for who finds it when this replica's lease has run out.
        dueAt = actedAt;
      }
      case RunState.Held held -> {
        hold = held.cause();
        holds++;
        release();
      }
      case RunState.Succeeded succeeded -> {
        end(succeeded);
        exposureMillis = succeeded.exposure().map(Duration::toMillis).orElse(null);
      }
      case RunState.Ended ended -> end(ended);
    }
  }

  private void end(RunState.Ended ended) {
    endedAt = ended.endedAt();
    release();
  }

  RunState state() {
    return switch (status) {
      case PENDING ->
          approved ? new RunState.Approved(dueAt, reason) : new RunState.Pending(dueAt, reason);
      case ACTING -> new RunState.Acting(approved);
      case HELD -> new RunState.Held(holdCause(), reason);
      case SUCCEEDED ->
          new RunState.Succeeded(
              reason, endedAt, Optional.ofNullable(exposureMillis).map(Duration::ofMillis));
      case NOTIFIED -> new RunState.Notified(reason, endedAt);
      case SUPERSEDED -> new RunState.Superseded(reason, endedAt);
      case CANCELLED -> new RunState.Cancelled(reason, endedAt);
      case FAILED -> new RunState.Failed(reason, endedAt);
      case UNRECOGNIZED -> throw new IllegalStateException("a newer version wrote run " + id);
    };
  }

  /** An older version knew limits only, and did not say so. */
  private HoldCause holdCause() {
    return hold == null ? HoldCause.LIMIT : hold;
  }

  Scope scope() {
    return new Scope(tier, hostGroup);
  }

  Run toRun() {
    return new Run(
        new RunId(id.toString()),
        new VmId(vmId),
        vmName,
        new HostId(hostId),
        scope(),
        instance,
        runningSince,
        trigger,
        action,
        new DecisionId(decisionId.toString()),
        rules,
        startedAt,
        actedAt,
        attempts,
        postponements,
        state(),
        new People(status == RunStatus.HELD ? holdCause() : hold, holds, approvedBy, cancelledBy),
        TraceParent.of(traceparent));
  }

  Claim toClaim() {
    return new Claim(toRun(), leaseOwner, generation);
  }
}
