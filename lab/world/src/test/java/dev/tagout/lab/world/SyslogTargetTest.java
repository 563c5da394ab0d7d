package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogTargetTest {
  private static final String PREFIX = "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_";

  @Test
  void isTlsUnlessItIsSaidOtherwise() {
    // When
    var environment = SyslogTarget.of("siem.example:6514").asEnvironment();

    // Then
    assertThat(environment)
        .isEqualTo(
            Map.of(
                PREFIX + "TYPE", "syslog",
                PREFIX + "HOST", "siem.example",
                PREFIX + "PORT", "6514",
                PREFIX + "TRANSPORT", "tls",
                PREFIX + "FORMAT", "ocsf"));
  }

  @Test
  void takesWhatIsGiven() {
    // When
    var environment =
        SyslogTarget.of("[::1]:6514,max-message-size=64000,format=cef,ca=ca.pem").asEnvironment();

    // Then
    assertThat(environment)
        .containsEntry(PREFIX + "HOST", "[::1]")
        .containsEntry(PREFIX + "TRANSPORT", "tls")
        .containsEntry(PREFIX + "TLS_CA_FILE", Path.of("ca.pem").toAbsolutePath().toString())
        .containsEntry(PREFIX + "FORMAT", "cef")
        .containsEntry(PREFIX + "MAX_MESSAGE_SIZE", "64000");
  }

  @Test
  void isPlainTcpOnlyWhenThatIsAskedFor() {
    // When
    var environment = SyslogTarget.of("127.0.0.1:514,transport=tcp").asEnvironment();

    // Then
    assertThat(environment)
        .containsEntry(PREFIX + "TRANSPORT", "tcp")
        .doesNotContainKey(PREFIX + "TLS_CA_FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          siem.example                                  | siem.example
          siem.example:port                             | HOST:PORT
          siem.example:6514,ca=                         | 'ca='
          siem.example:6514,tls                         | 'tls'
          siem.example:6514,protocol=tcp                | 'protocol=tcp'
          siem.example:6514,transport=udp               | transport 'udp'
          siem.example:6514,format=ecs                  | format 'ecs'
          siem.example:6514,ca=a.pem,ca=b.pem           | 'ca' is there twice
          siem.example:6514,transport=tcp,ca=a.pem      | ca is for TLS
          siem.example:6514,max-message-size=480        | max-message-size '480'
          siem.example:6514,max-message-size=1K         | max-message-size '1K'
          siem.example:6514,max-message-size=large      | max-message-size 'large'
          """)
  void refusesWhatItDoesNotUnderstand(String text, String named) {
    // When, Then
    assertThatThrownBy(() -> SyslogTarget.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }
}
