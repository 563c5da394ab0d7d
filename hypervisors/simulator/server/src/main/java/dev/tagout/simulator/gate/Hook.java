package dev.tagout.simulator.gate;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.simulator.SimulatorConfig;
import dev.tagout.simulator.fault.Faults;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Vm;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Runs before a VM begins to run on a host, and blocks until there is an answer. */
@Singleton
public class Hook {
  private static final Logger LOG = Logger.getLogger(Hook.class);

  private final Faults faults;
  private final Gate gate;
  private final Duration deadline;
  private final SimulatorConfig.FailMode failMode;
  private final MeterRegistry meters;

  Hook(Faults faults, Gate gate, SimulatorConfig config, MeterRegistry meters) {
    this.faults = faults;
    this.gate = gate;
    this.deadline = config.deadline();
    this.failMode = config.failMode();
    this.meters = meters;
  }

  /** Whether the VM may do this on that host. Takes no longer than the deadline. */
  public Permission ask(Vm vm, Name host, Operation operation, String requestedBy) {
    return switch (faults.hook()) {
      case MISSING -> new Permission.Granted();
      case HANGING -> failed(vm, hang());
      case PRESENT -> heed(vm, gate.review(Review.of(vm, host, operation, requestedBy)));
    };
  }

  private Permission heed(Vm vm, GateAnswer answer) {
    return switch (answer) {
      case GateAnswer.Admitted admitted -> {
        count("admitted");
        yield new Permission.Granted();
      }
      case GateAnswer.Denied denied -> {
        count("denied");
        yield new Permission.Refused(denied.message(), denied.decision());
      }
      case GateAnswer.NoAnswer none -> failed(vm, "the gate " + none.reason());
    };
  }

  private Permission failed(Vm vm, String reason) {
    count("none");
    LOG.warnf("no answer: vmId=%s failMode=%s reason=%s", vm.name().asVm(), failMode, reason);
    return switch (failMode) {
      case OPEN -> new Permission.Granted();
      case CLOSED -> new Permission.Undecided(reason);
    };
  }

  private String hang() {
    try {
      Thread.sleep(deadline);
      return "the hook hung, and was ended after " + deadline.toMillis() + " ms";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the hook hung, and the simulator stops";
    }
  }

  private void count(String answer) {
    meters.counter("tagout.simulator.reviews", "answer", answer).increment();
  }
}
