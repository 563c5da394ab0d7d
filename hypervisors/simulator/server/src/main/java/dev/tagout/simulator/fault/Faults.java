package dev.tagout.simulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The faults that hold now. A change is told to who observes {@link FaultSettings}. */
@Singleton
public class Faults {
  private static final Logger LOG = Logger.getLogger(Faults.class);

  private final AtomicReference<FaultSettings> settings =
      new AtomicReference<>(FaultSettings.none());
  private final Consumer<FaultSettings> onChange;

  @Inject
  Faults(Event<FaultSettings> changes) {
    this((Consumer<FaultSettings>) changes::fire);
  }

  /**
   * @param onChange hears of every change after it holds
   */
  public Faults(Consumer<FaultSettings> onChange) {
    this.onChange = onChange;
  }

  public HookFault hook() {
    return settings.get().hook();
  }

  public EventFault events() {
    return settings.get().events();
  }

  FaultSettings settings() {
    return settings.get();
  }

  /**
   * @throws ContractViolation that names the field, and nothing is changed
   */
  public FaultSettings change(JsonNode document) {
    FaultSettings changed = settings.updateAndGet(now -> now.changedBy(document));
    LOG.infof("faults set: hook=%s events=%s", changed.hook(), changed.events());
    onChange.accept(changed);
    return changed;
  }
}
