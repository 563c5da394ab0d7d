package dev.tagout.collector;

import dev.tagout.platform.config.HypervisorsConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configuration as a running collector reads it, from a few values. */
public final class Settings {
  private Settings() {}

  /** The defaults, and these values in the place of some. */
  public static CollectorConfig collector(Map<String, String> properties) {
    return builder()
        .withSources(new PropertiesConfigSource(properties, "test", 400))
        .build()
        .getConfigMapping(CollectorConfig.class);
  }

  /** What only environment variables say. */
  public static SmallRyeConfig fromEnvironment(Map<String, String> variables) {
    return builder().withSources(new EnvConfigSource(variables, 300)).build();
  }

  private static SmallRyeConfigBuilder builder() {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(CollectorConfig.class)
        .withMapping(HypervisorsConfig.class);
  }
}
