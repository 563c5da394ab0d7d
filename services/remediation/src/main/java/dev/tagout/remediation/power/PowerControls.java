package dev.tagout.remediation.power;

import dev.tagout.contracts.id.HostId;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.platform.config.HypervisorsConfig;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.run.Run;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** The power control of each configured hypervisor. Wrong settings stop the service's start. */
@ApplicationScoped
@Startup
public class PowerControls {
  private static final Logger LOG = Logger.getLogger(PowerControls.class);

  private final List<PowerControl> controls;
  private final RemediationConfig.PowerOff settings;
  private final Clock clock;

  @Inject
  PowerControls(HypervisorsConfig hypervisors, RemediationConfig config, Clock clock) {
    this(Adapters.onClassPath().powerControls(hypervisors.byName()), config.powerOff(), clock);
  }

  PowerControls(List<PowerControl> controls, RemediationConfig.PowerOff settings, Clock clock) {
    this.controls = List.copyOf(controls);
    this.settings = settings;
    this.clock = clock;
  }

  void stop(@Observes @Priority(StopOrder.TOOLS) ShutdownEvent event) {
    controls.forEach(PowerControls::close);
  }

  private static void close(PowerControl control) {
    try {
      control.close();
    } catch (RuntimeException e) {
      LOG.warnf("cannot close a power control: %s", LogKey.REASON.is(e));
    }
  }

  /** The way to the VM of a run. One hypervisor that cannot be asked does not hide another. */
  public Reach reach(Run run) {
    Throwable failure = null;
    for (PowerControl control : controls) {
      try {
        if (control.reaches(run.host())) {
          return new Reach.Reached(
              new Target(control, run.host(), run.vm(), run.instance(), settings, clock));
        }
      } catch (RuntimeException | LinkageError e) {
        failure = e;
      }
    }
    return failure == null
        ? unreachable(run.host())
        : new Reach.Unknown(String.valueOf(failure.getMessage()));
  }

  private static Reach unreachable(HostId host) {
    return new Reach.Unreachable("no configured hypervisor has the host " + host);
  }
}
