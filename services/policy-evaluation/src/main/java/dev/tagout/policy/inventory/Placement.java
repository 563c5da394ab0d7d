package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.Objects;

/**
 * What one VM is on one host. Every report about it leads from one placement to the next; an older
 * report changes nothing.
 *
 * @param stamp of the newest report that told whether it runs
 * @param definedAt newest report of its definition, which tells nothing about running
 * @param run null unless it runs
 */
record Placement(VmId vm, HostId host, State state, Stamp stamp, Instant definedAt, Run run) {
  /** Before anything was ever reported. */
  static final Stamp NEVER = new Stamp(Instant.EPOCH, "");

  /** Whether it runs. */
  enum State {
    DEFINED,
    RUNNING,
    GONE
  }

  /** How a run came about. */
  enum Admission {
    /** A decision admitted it. */
    ADMITTED,
    /** It ran before its host was first listed. */
    ADOPTED,
    /** Nothing admitted it. */
    BYPASS
  }

  /**
   * A run of the VM.
   *
   * @param instance the hypervisor's identity of the run, or null
   * @param decision that admitted it, or null
   */
  record Run(String instance, Instant since, Admission admission, DecisionId decision) {}

  /** Says how a run that just began came about; it may use up what admitted it, so ask once. */
  interface Admissions {
    /**
     * @param lastSeen when the VM was last reported on that host, whatever it was then
     */
    Run admit(VmId vm, HostId host, String instance, Instant since, Instant lastSeen);
  }

  static Placement unseen(VmId vm, HostId host) {
    return new Placement(vm, host, State.GONE, NEVER, Instant.EPOCH, null);
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  Placement defined(Instant at) {
    if (!at.isAfter(definedAt)) {
      return this;
    }
    State next = state == State.GONE && at.isAfter(stamp.at()) ? State.DEFINED : state;
    return new Placement(vm, host, next, stamp, at, run);
  }

  Placement running(Stamp at, String instance, Admissions admissions) {
    if (!at.isAfter(stamp)) {
      return this;
    }
    boolean sameRun =
        isRunning()
            && (instance == null
                || run.instance() == null
                || Objects.equals(instance, run.instance()));
    Run next = sameRun ? run : admissions.admit(vm, host, instance, at.at(), stamp.at());
    return new Placement(vm, host, State.RUNNING, at, definedAt, next);
  }

  Placement stopped(Stamp at) {
    return at.isAfter(stamp) ? new Placement(vm, host, State.DEFINED, at, definedAt, null) : this;
  }

  Placement gone(Stamp at) {
    if (!at.isAfter(stamp)) {
      return this;
    }
    State next = definedAt.isAfter(at.at()) ? State.DEFINED : State.GONE;
    return new Placement(vm, host, next, at, definedAt, null);
  }

  /** Whether other VMs on the host, or a verdict about this one, may see a difference. */
  boolean differsFrom(Placement before) {
    return state != before.state || !Objects.equals(run, before.run);
  }
}
