package dev.tagout.exporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final Failure.Place SYSLOG = Failure.Place.ofHost("siem.example:6514");
  private static final Failure.Place HOOK = Failure.Place.ofUrl("hook.example:443");

  @Test
  void namesTheSettingOfAHostAndOfAPort() {
    // When, Then
    assertThat(Failure.of(new UnknownHostException("siem.example"), SYSLOG))
        .isEqualTo("no host is known by the name of siem.example:6514 (setting host)");
    assertThat(Failure.of(new ConnectException("Connection refused"), SYSLOG))
        .isEqualTo("nobody takes connections at siem.example:6514 (setting port)");
    assertThat(Failure.of(new ConnectException("Connection refused"), HOOK))
        .isEqualTo("nobody takes connections at hook.example:443 (setting url)");
  }

  @Test
  void namesTheSettingOfACertificateThatNobodySigned() {
    // Given
    CertificateException refused =
        new CertificateException(
            "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException:"
                + " unable to find valid certification path to requested target");

    // When
    String words = Failure.of(handshake(refused), SYSLOG);

    // Then
    assertThat(words)
        .isEqualTo(
            "the certificate of siem.example:6514 is not trusted: it is not signed by tls.ca-file,"
                + " or without that setting by anybody whom the JDK trusts (unable to find valid"
                + " certification path to requested target)");
  }

  @Test
  void tellsACertificateThatHasExpiredFromOneThatNobodySigned() {
    // Given
    CertificateException refused =
        new CertificateException(
            "PKIX path validation failed: validity check failed",
            new CertificateExpiredException("NotAfter: Sun Nov 29 08:12:00 UTC 2026"));

    // When
    String words = Failure.of(handshake(refused), SYSLOG);

    // Then
    assertThat(words)
        .isEqualTo(
            "the certificate of siem.example:6514 has expired: NotAfter: Sun Nov 29 08:12:00 UTC"
                + " 2026");
  }

  private static SSLHandshakeException handshake(Exception cause) {
    SSLHandshakeException failure = new SSLHandshakeException(cause.getMessage());
    failure.initCause(cause);
    return failure;
  }
}
