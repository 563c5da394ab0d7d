package dev.tagout.remediation.power;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import dev.tagout.remediation.RemediationConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** One run of one VM on one host, and the way to stop it. Another run of it is never stopped. */
public final class Target {
  /** How often is looked whether a guest that was asked to shut down has done so. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final PowerControl control;
  private final HostId host;
  private final VmId vm;
  private final String instance;
  private final RemediationConfig.PowerOff settings;
  private final Clock clock;

  Target(
      PowerControl control,
      HostId host,
      VmId vm,
      String instance,
      RemediationConfig.PowerOff settings,
      Clock clock) {
    this.control = control;
    this.host = host;
    this.vm = vm;
    this.instance = instance;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A run without an identity is not the one that is looked for.
   *
   * @throws HypervisorException when the hypervisor could not be asked
   */
  public Sight look() {
    return control.state(host, vm).map(this::sight).orElse(Sight.ABSENT);
  }

  private Sight sight(PowerState state) {
    if (!state.running()) {
      return Sight.STOPPED;
    }
    return instance.equals(state.instance()) ? Sight.RUNNING : Sight.ANOTHER_RUN;
  }

  /**
   * Looks once more, right before, and then stops the run if it goes on.
   *
   * @param still whether it is to be stopped after all: asked when a guest had time to shut down
   *     and let it pass, right before its power goes off
   * @throws HypervisorException when it was not done, or the run goes on in spite of it
   */
  public Stop stop(RemediationAction action, BooleanSupplier still) {
    Sight before = look();
    if (before != Sight.RUNNING) {
      return new Stop.NotThere(before);
    }
    switch (action) {
      case SAVE -> control.save(host, vm, instance);
      case POWER_OFF -> {
        if (!powerOff(still)) {
          return new Stop.LeftOn();
        }
      }
      case NONE, NOTIFY, QUARANTINE, UNRECOGNIZED ->
          throw new IllegalArgumentException(action + " does not stop a VM");
    }
    if (look() == Sight.RUNNING) {
      throw new HypervisorException("the hypervisor says done, but the VM still runs");
    }
    return new Stop.Done();
  }

  private boolean powerOff(BooleanSupplier still) {
    boolean isOff = settings.grace().isPositive() && shutsDownInTime();
    if (!isOff && settings.grace().isPositive() && !still.getAsBoolean()) {
      return false;
    }
    // Not before: of a VM that is left on its host must not forget how it starts.
    if (settings.disableAutostart()) {
      control.disableAutostart(host, vm);
    }
    if (!isOff) {
      control.powerOff(host, vm, instance);
    }
    return true;
  }

  /** When it says no, the run was seen to go on a moment ago, and no other. */
  private boolean shutsDownInTime() {
    control.shutDown(host, vm, instance);
    Instant end = clock.instant().plus(settings.grace());
    while (look() == Sight.RUNNING) {
      if (!clock.instant().isBefore(end)) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypervisorException("interrupted while the guest shut down", e);
    }
  }
}
