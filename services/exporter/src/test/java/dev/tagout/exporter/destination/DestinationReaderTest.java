package dev.tagout.exporter.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.exporter.ExporterConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationReaderTest {
  private static List<Destination> read(Map<String, String> settings) {
    return Carrier.destinations("siem", settings);
  }

  @Test
  void aSyslogReceiverNeedsNoMoreThanItsHost() {
    // When
    Destination destination = read(Map.of("type", "syslog", "host", "siem.example")).getFirst();

    // Then
    assertThat(destination.target()).isEqualTo("tls://siem.example:6514");
    assertThat(destination.format()).isEqualTo("ocsf");
    assertThat(destination.insecure()).isFalse();
    assertThat(destination.route().group()).isEqualTo("tagout-exporter-siem");
  }

  @Test
  void eachMistakeIsNamedAndAllAtOnce() {
    // When, Then
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "type", "syslog",
                        "format", "xml",
                        "port", "70000",
                        "url", "http://siem.example",
                        "max-message-size", "10",
                        "min-severity", "awful",
                        "settle", "PT0S",
                        "tls.ca-file", "/nowhere/ca.pem",
                        "tls.key-file", "/nowhere/key.pem")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "destinations.siem.host: is required for syslog",
            "destinations.siem.format: is xml, and must be one of ocsf, cef, leef",
            "destinations.siem.port: is 70000, and must be from 1 to 65535",
            "destinations.siem.url: is not a setting of syslog",
            "destinations.siem.max-message-size: is 10, and must be from 2048",
            "destinations.siem.min-severity: is awful, and must be one of informational, low",
            "destinations.siem.settle: must be longer than nothing",
            "destinations.siem.tls.certificate-file: is required beside its counterpart",
            "destinations.siem.tls: /nowhere/ca.pem cannot be read");
  }

  @Test
  void anUnknownTypeIsNamedWithThoseThatThereAre() {
    // When, Then
    assertThatThrownBy(() -> read(Map.of("type", "kafka")))
        .hasMessageContaining(
            "destinations.siem.type: is kafka, and must be one of syslog, splunk-hec, elastic,"
                + " webhook, file");
  }

  @Test
  void credentialsInAnAddressAreRefused(@TempDir Path directory) throws IOException {
    // Given
    Path token = Files.writeString(directory.resolve("token"), "secret");

    // When, Then
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "type", "splunk-hec",
                        "token-file", token.toString(),
                        "url", "https://user:secret@splunk.example/")))
        .hasMessageContaining("destinations.siem.url: holds credentials")
        .message()
        .doesNotContain("secret@");
  }

  @Test
  void theEnvironmentCanSayAllOfIt() {
    // Given
    ExporterConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ExporterConfig.class)
            .withSources(
                new EnvConfigSource(
                    Map.of(
                        "TAGOUT_EXPORTER_DESTINATIONS_FILE_TYPE", "file",
                        "TAGOUT_EXPORTER_DESTINATIONS_FILE_PATH", "/tmp/findings.jsonl",
                        "TAGOUT_EXPORTER_DESTINATIONS_FILE_ROTATION_MAX_SIZE", "1M",
                        "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_TYPE", "syslog",
                        "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_HOST", "127.0.0.1",
                        "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_TRANSPORT", "tcp",
                        "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_PORT", "10514",
                        "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_FORMAT", "cef"),
                    300))
            .build()
            .getConfigMapping(ExporterConfig.class);

    // When
    List<Destination> destinations = DestinationReader.read(config, Clock.systemUTC());

    // Then
    assertThat(destinations.stream().map(Destination::target))
        .containsExactly("/tmp/findings.jsonl", "tcp://127.0.0.1:10514");
    assertThat(destinations.getLast().format()).isEqualTo("cef");
  }
}
