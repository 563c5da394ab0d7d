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
import java.util.TreeMap;
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
            "destinations.siem.tls.ca-file: /nowhere/ca.pem cannot be read");
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
  void whatLetsUsInIsNotShownAsPartOfAnAddress() {
    // When
    String hook =
        read(Map.of("type", "webhook", "url", "https://hooks.example:8443/T0/secret?sig=secret"))
            .getFirst()
            .target();
    String elastic =
        read(Map.of("type", "elastic", "url", "https://elastic.example:9200/behind/"))
            .getFirst()
            .target();

    // Then
    assertThat(hook).isEqualTo("https://hooks.example:8443");
    assertThat(elastic)
        .isEqualTo("https://elastic.example:9200/behind/logs-tagout.findings-default/_bulk");
  }

  @Test
  void anAddressOfElasticHasNoQuery() {
    // When, Then
    assertThatThrownBy(
            () -> read(Map.of("type", "elastic", "url", "https://elastic.example/?pipeline=x")))
        .hasMessageContaining("destinations.siem.url: must end with its path");
    assertThatThrownBy(() -> read(Map.of("type", "webhook", "url", "https://hook.example/#part")))
        .hasMessageContaining("destinations.siem.url: must end with its path");
  }

  @Test
  void credentialsLeaveThisMachineOnlyOverTls(@TempDir Path directory) throws IOException {
    // Given
    Path token = Files.writeString(directory.resolve("token"), "secret");
    Map<String, String> settings =
        new TreeMap<>(Map.of("type", "webhook", "token-file", token.toString()));

    // When, Then
    for (String near : List.of("http://127.0.0.1:80/", "http://localhost/", "http://[::1]:80/")) {
      settings.put("url", near);
      assertThat(read(settings)).hasSize(1);
    }
    for (String far : List.of("http://hook.example/", "http://127.0.0.1.example/")) {
      settings.put("url", far);
      assertThatThrownBy(() -> read(settings))
          .hasMessageContaining("destinations.siem.url: must begin with https://");
    }
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "type", "webhook",
                        "url", "http://hook.example/",
                        "tls.insecure", "true",
                        "tls.ca-file", token.toString())))
        .hasMessageContainingAll(
            "destinations.siem.tls.ca-file: is of no use with http://",
            "destinations.siem.tls.insecure: is of no use with http://");
  }

  @Test
  void secretsAreReadAtTheStartAndNotShown(@TempDir Path directory) throws IOException {
    // Given
    Path marked = Files.writeString(directory.resolve("marked"), "\ufeffsecret");
    Path twoLines = Files.writeString(directory.resolve("two"), "secret\nsecret");
    Path noAscii = Files.writeString(directory.resolve("words"), "secret w\u00f6rd");
    Path random = Files.write(directory.resolve("random"), new byte[] {(byte) 0xff, 1, 2});

    // When, Then
    assertThatThrownBy(() -> read(webhook("hmac-key-file", random)))
        .hasMessageContaining(
            "destinations.siem.hmac-key-file: " + random + " is no text in UTF-8");
    assertThatThrownBy(() -> read(webhook("hmac-key-file", directory.resolve("none"))))
        .hasMessageContaining("none cannot be read: NoSuchFileException");
    for (Path file : List.of(marked, twoLines)) {
      assertThatThrownBy(() -> read(webhook("token-file", file)))
          .hasMessageContaining(
              "destinations.siem.token-file: " + file + " must hold one line of text")
          .message()
          .doesNotContain("secret");
    }
    assertThatThrownBy(() -> read(webhook("token-file", noAscii)))
        .hasMessageContaining("holds what no header takes")
        .message()
        .doesNotContain("secret");
    assertThat(read(webhook("hmac-key-file", noAscii))).hasSize(1);
  }

  private static Map<String, String> webhook(String setting, Path file) {
    return Map.of("type", "webhook", "url", "https://hook.example/", setting, file.toString());
  }

  @Test
  void aFileThatIsFullAtOnceIsRefused() {
    // When, Then
    assertThatThrownBy(
            () -> read(Map.of("type", "file", "path", "/tmp/f", "rotation.max-size", "0")))
        .hasMessageContaining(
            "destinations.siem.rotation.max-size: is 0, and must be at least 65536");
  }

  @Test
  void whatATypeDoesNotTakeIsNamed() {
    // When, Then
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "type", "syslog",
                        "host", "siem.example",
                        "rotation.keep", "3",
                        "rotation.max-size", "1M",
                        "batch.size", "1M")))
        .hasMessageContainingAll(
            "destinations.siem.rotation.keep: is not a setting of syslog",
            "destinations.siem.rotation.max-size: is not a setting of syslog",
            "destinations.siem.batch.size: is not a setting of syslog");
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "type",
                        "file",
                        "path",
                        "/tmp/f",
                        "timeout",
                        "1S",
                        "connect-timeout",
                        "1S")))
        .hasMessageContainingAll(
            "destinations.siem.timeout: is not a setting of file",
            "destinations.siem.connect-timeout: is not a setting of file");
  }

  @Test
  void twoDestinationsDoNotShareAFile() {
    // Given
    String prefix = "tagout.exporter.destinations.";
    ExporterConfig config =
        Carrier.config(
            Map.of(
                prefix + "one.type", "file",
                prefix + "one.path", "/tmp/findings.jsonl",
                prefix + "two.type", "file",
                prefix + "two.path", "/tmp/x/../findings.jsonl"));

    // When, Then
    assertThatThrownBy(
            () -> DestinationReader.read(config, new Variables(List.of()), Clock.systemUTC()))
        .hasMessageContaining("destinations.two.path: is that of destination one, too");
  }

  @Test
  void theEnvironmentCanSayAllOfIt() {
    // Given
    Map<String, String> environment =
        Map.of(
            "TAGOUT_EXPORTER_DESTINATIONS_FILE_TYPE", "file",
            "TAGOUT_EXPORTER_DESTINATIONS_FILE_PATH", "/tmp/findings.jsonl",
            "TAGOUT_EXPORTER_DESTINATIONS_FILE_ROTATION_MAX_SIZE", "1M",
            "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_TYPE", "syslog",
            "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_HOST", "127.0.0.1",
            "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_TRANSPORT", "tcp",
            "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_PORT", "10514",
            "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_FORMAT", "cef");

    // When
    List<Destination> destinations = fromEnvironment(environment);

    // Then
    assertThat(destinations.stream().map(Destination::target))
        .containsExactly("/tmp/findings.jsonl", "tcp://127.0.0.1:10514");
    assertThat(destinations.getLast().format()).isEqualTo("cef");
  }

  private static List<Destination> fromEnvironment(Map<String, String> environment) {
    ExporterConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ExporterConfig.class)
            .withSources(new EnvConfigSource(environment, 300))
            .build()
            .getConfigMapping(ExporterConfig.class);
    return DestinationReader.read(config, new Variables(environment.keySet()), Clock.systemUTC());
  }

  @Test
  void aVariableThatIsNoSettingIsNamed() {
    // Given
    String prefix = "TAGOUT_EXPORTER_DESTINATIONS_";
    Map<String, String> environment =
        Map.of(
            prefix + "ARCHIVE_TYPE",
            "file",
            prefix + "ARCHIVE_PATH",
            "/tmp/findings.jsonl",
            prefix + "ARCHIVE_ROTATON_KEEP",
            "1",
            prefix + "ARCHIVE_ROTATION_KEEP",
            "2",
            prefix + "ARCHIVE_MIN_SEVERTY",
            "high",
            prefix + "ARCHIVE_RETRY_FIRST_PAUSE",
            "1S",
            "TAGOUT_EXPORTER_PORT",
            "8084");

    // When, Then
    assertThatThrownBy(() -> fromEnvironment(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The settings of the exporter are wrong:
              TAGOUT_EXPORTER_DESTINATIONS_ARCHIVE_MIN_SEVERTY: is not a setting of a destination
              TAGOUT_EXPORTER_DESTINATIONS_ARCHIVE_ROTATON_KEEP: is not a setting of a destination""");
  }

  @Test
  void aPathIsShownFromTheRoot() {
    // When
    Destination destination = read(Map.of("type", "file", "path", "findings.jsonl")).getFirst();

    // Then
    assertThat(destination.target())
        .isEqualTo(Path.of("").toAbsolutePath().resolve("findings.jsonl").toString());
  }
}
