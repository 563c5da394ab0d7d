package dev.tagout.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwitchesTest {
  private static final String DISABLED = "quarkus.otel.sdk.disabled";
  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
  private static final String JSON = "quarkus.log.console.json.enabled";

  private static Map<String, String> settings(
      Map<String, String> environment, Map<String, String> ours) {
    return new Switches(environment::get).settings(ours::get);
  }

  @Test
  void tracesNothingAndWritesTextUnlessTold() {
    // When
    Map<String, String> settings = settings(Map.of(), Map.of("tagout.otlp.endpoint", " "));

    // Then
    assertThat(settings).containsOnly(Map.entry(DISABLED, "true"), Map.entry(JSON, "false"));
  }

  @Test
  void tracesToTheEndpointOfOursBeforeThatOfOpenTelemetry() {
    // Given
    Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318");

    // When
    Map<String, String> theirs = settings(environment, Map.of());
    Map<String, String> ours =
        settings(environment, Map.of("tagout.otlp.endpoint", "http://ours:4318"));

    // Then
    assertThat(theirs).containsEntry(DISABLED, "false").containsEntry(ENDPOINT, "http://otel:4318");
    assertThat(ours).containsEntry(DISABLED, "false").containsEntry(ENDPOINT, "http://ours:4318");
  }

  @Test
  void staysOffWhereOpenTelemetryIsSwitchedOff() {
    // When
    Map<String, String> settings =
        settings(
            Map.of("OTEL_SDK_DISABLED", "true"),
            Map.of("tagout.otlp.endpoint", "http://ours:4318"));

    // Then
    assertThat(settings).containsEntry(DISABLED, "true");
  }

  @Test
  void writesJsonWhenTold() {
    // When
    Map<String, String> settings = settings(Map.of(), Map.of("tagout.log.format", "json"));

    // Then
    assertThat(settings).containsEntry(JSON, "true");
  }

  @Test
  void namesTheSettingThatIsWrongAtTheStart() {
    // Given
    SwitchCheck check = new SwitchCheck(Optional.of("yaml"));

    // When, Then
    assertThat(settings(Map.of(), Map.of("tagout.log.format", "yaml")))
        .containsEntry(JSON, "false");
    assertThatThrownBy(() -> check.check(null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("TAGOUT_LOG_FORMAT must be text or json, and is yaml");
  }

  @Test
  void takesTheWordsThatItKnows() {
    // When, Then
    assertThatCode(
            () -> {
              new SwitchCheck(Optional.empty()).check(null);
              new SwitchCheck(Optional.of("text")).check(null);
              new SwitchCheck(Optional.of("json")).check(null);
            })
        .doesNotThrowAnyException();
  }
}
