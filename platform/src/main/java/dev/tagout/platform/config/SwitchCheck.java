package dev.tagout.platform.config;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses the start when a switch is none of the words that it may be. Not where {@link Switches}
 * are read: that is before Quarkus can say a mistake in one line.
 */
@ApplicationScoped
class SwitchCheck {
  /** Before whatever begins to work. */
  private static final int FIRST = 1;

  private final Optional<String> logFormat;

  SwitchCheck(@ConfigProperty(name = Switches.LOG_FORMAT) Optional<String> logFormat) {
    this.logFormat = logFormat;
  }

  /**
   * @throws ConfigurationException that names the setting
   */
  void check(@Observes @Priority(FIRST) StartupEvent event) {
    String format = logFormat.flatMap(Switches::said).orElse(Switches.TEXT);
    if (!Set.of(Switches.TEXT, Switches.JSON).contains(format)) {
      throw new ConfigurationException("TAGOUT_LOG_FORMAT must be text or json, and is " + format);
    }
  }
}
