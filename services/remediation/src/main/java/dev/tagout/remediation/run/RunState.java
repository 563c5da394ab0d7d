package dev.tagout.remediation.run;

import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.safety.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a run stands. Its transitions are methods of the state in which they are legal, so that no
 * other can be written.
 */
public sealed interface RunState {
  RunStatus status();

  /**
   * For people: why it is in this state, or what it waits for; null when there is nothing to say.
   */
  String reason();

  /** Work is left to do, and nobody has to be asked first. */
  sealed interface Open extends RunState {
    /** The verdict or the VM is no longer what it was. */
    default Superseded supersede(String why, Instant at) {
      return new Superseded(why, at);
    }

    /** It will not be tried again. */
    default Failed fail(String why, Instant at) {
      return new Failed(why, at);
    }

    /** Later, from the beginning: everything is checked again then. */
    Due again(Instant dueAt, String why);
  }

  /** Open, and nothing is being done to the VM: from here it may begin, and be called off. */
  sealed interface Due extends Open {
    Instant dueAt();

    /** The checks were passed. */
    Acting act();

    default Cancelled cancel(String why, Instant at) {
      return new Cancelled(why, at);
    }
  }

  /** It is over. */
  sealed interface Ended extends RunState {
    Instant endedAt();
  }

  /** Recorded; the checks are to be made. */
  record Pending(Instant dueAt, String reason) implements Due {
    public Pending {
      Require.present(dueAt, "dueAt");
    }

    /** What is told and not done ends where it begins. */
    public Notified notified(String why, Instant at) {
      return new Notified(why, at);
    }

    public Held hold(Hold why) {
      return new Held(why.cause(), why.reason());
    }

    @Override
    public Acting act() {
      return new Acting(false);
    }

    @Override
    public Pending again(Instant due, String why) {
      return new Pending(due, why);
    }

    @Override
    public RunStatus status() {
      return RunStatus.PENDING;
    }
  }

  /** As pending, and a person said that what held it does not count. The checks do. */
  record Approved(Instant dueAt, String reason) implements Due {
    public Approved {
      Require.present(dueAt, "dueAt");
    }

    @Override
    public Acting act() {
      return new Acting(true);
    }

    @Override
    public Approved again(Instant due, String why) {
      return new Approved(due, why);
    }

    @Override
    public RunStatus status() {
      return RunStatus.PENDING;
    }
  }

  /** The VM is being stopped, or the service died while it was. */
  record Acting(boolean approved) implements Open {
    /** The service died in it, and is not to go on with it. What a person approved goes on. */
    public RunState hold(Hold why) {
      return approved ? this : new Held(why.cause(), why.reason());
    }

    /** The VM is stopped. */
    public Succeeded succeed(String why, Instant at, Optional<Duration> exposure) {
      return new Succeeded(why, at, exposure);
    }

    @Override
    public Due again(Instant dueAt, String why) {
      return approved ? new Approved(dueAt, why) : new Pending(dueAt, why);
    }

    @Override
    public RunStatus status() {
      return RunStatus.ACTING;
    }

    @Override
    public String reason() {
      return null;
    }
  }

  /** Waits for a person. */
  record Held(HoldCause cause, String reason) implements RunState {
    public Held {
      Require.present(cause, "cause");
      Require.present(reason, "reason");
    }

    /** What held it is over: it begins anew, as if it had never waited. */
    public Pending release(String why, Instant at) {
      return new Pending(at, why);
    }

    public Approved approve(String why, Instant at) {
      return new Approved(at, why);
    }

    public Cancelled cancel(String why, Instant at) {
      return new Cancelled(why, at);
    }

    @Override
    public RunStatus status() {
      return RunStatus.HELD;
    }
  }

  /**
   * The VM is stopped.
   *
   * @param exposure from the start that the hypervisor reported until it was seen stopped; empty
   *     when nobody knows when it started
   */
  record Succeeded(String reason, Instant endedAt, Optional<Duration> exposure) implements Ended {
    @Override
    public RunStatus status() {
      return RunStatus.SUCCEEDED;
    }
  }

  /** People were told, nothing was done to the VM. */
  record Notified(String reason, Instant endedAt) implements Ended {
    @Override
    public RunStatus status() {
      return RunStatus.NOTIFIED;
    }
  }

  /** Not done, because the verdict or the VM is no longer what it was. */
  record Superseded(String reason, Instant endedAt) implements Ended {
    @Override
    public RunStatus status() {
      return RunStatus.SUPERSEDED;
    }
  }

  /** A person said that nothing shall be done. */
  record Cancelled(String reason, Instant endedAt) implements Ended {
    @Override
    public RunStatus status() {
      return RunStatus.CANCELLED;
    }
  }

  /** Not done, though it was tried as often as is allowed. */
  record Failed(String reason, Instant endedAt) implements Ended {
    @Override
    public RunStatus status() {
      return RunStatus.FAILED;
    }
  }
}
