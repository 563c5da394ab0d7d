package dev.tagout.platform.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings of ours that switch several of Quarkus's at once. What is set in Quarkus's own words
 * beats them.
 *
 * <ul>
 *   <li>{@value #OTLP_ENDPOINT} ({@code TAGOUT_OTLP_ENDPOINT}), else OpenTelemetry's {@value
 *       #OTEL_ENDPOINT} or {@value #OTEL_TRACES_ENDPOINT}: where spans go. Without one none are
 *       made.
 *   <li>{@value #LOG_FORMAT} ({@code TAGOUT_LOG_FORMAT}): {@code text}, or {@code json} for one
 *       JSON object a line.
 * </ul>
 */
public final class Switches implements ConfigSourceFactory {
  static final String OTLP_ENDPOINT = "tagout.otlp.endpoint";
  static final String OTEL_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  static final String OTEL_TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  static final String OTEL_DISABLED = "OTEL_SDK_DISABLED";
  static final String LOG_FORMAT = "tagout.log.format";

  static final String TEXT = "text";
  static final String JSON = "json";

  /** Above what all services share, below a service's own properties. */
  private static final int ORDINAL = 95;

  private final UnaryOperator<String> environment;

  /** By which it is found. */
  public Switches() {
    this(System::getenv);
  }

  Switches(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(
        new PropertiesConfigSource(
            settings(
                name -> {
                  ConfigValue value = context.getValue(name);
                  return value == null ? null : value.getValue();
                }),
            "Tagout's switches",
            ORDINAL));
  }

  /** A word that a switch does not know is as none here; {@link SwitchCheck} refuses it. */
  Map<String, String> settings(UnaryOperator<String> ours) {
    Map<String, String> settings = new HashMap<>();
    Optional<String> endpoint =
        said(ours.apply(OTLP_ENDPOINT))
            .or(() -> said(environment.apply(OTEL_TRACES_ENDPOINT)))
            .or(() -> said(environment.apply(OTEL_ENDPOINT)));
    boolean disabled = said(environment.apply(OTEL_DISABLED)).map(Boolean::valueOf).orElse(false);
    settings.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint.isEmpty() || disabled));
    endpoint.ifPresent(where -> settings.put("quarkus.otel.exporter.otlp.endpoint", where));
    settings.put(
        "quarkus.log.console.json.enabled",
        Boolean.toString(said(ours.apply(LOG_FORMAT)).filter(JSON::equals).isPresent()));
    return settings;
  }

  static Optional<String> said(String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }
}
