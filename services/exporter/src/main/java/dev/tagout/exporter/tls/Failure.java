package dev.tagout.exporter.tls;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Why a connection failed, for a person. */
public final class Failure {
  /** A chain of causes may bite its own tail. */
  private static final int DEEPEST = 20;

  private Failure() {}

  /**
   * In words.
   *
   * @param where host and port
   */
  public static String of(Throwable failure, String where) {
    Throwable deepest = failure;
    String connection = null;
    int depth = 0;
    for (Throwable t = failure; t != null && depth < DEEPEST; t = t.getCause(), depth++) {
      deepest = t;
      String known =
          switch (t) {
            case CertificateExpiredException e ->
                "the certificate of " + where + " has expired: " + e.getMessage();
            case CertificateNotYetValidException e ->
                "the certificate of " + where + " is not valid yet: " + e.getMessage();
            case CertificateException e -> certificate(e, where);
            case UnknownHostException e -> "no host is known by the name of " + where;
            case UnresolvedAddressException e -> "no host is known by the name of " + where;
            case NoRouteToHostException e -> "there is no way to " + where;
            case SocketTimeoutException e -> where + " does not answer in time";
            case HttpTimeoutException e -> where + " does not answer in time";
            default -> null;
          };
      if (known != null) {
        return known;
      }
      if (t instanceof ConnectException) {
        connection = "nobody takes connections at " + where;
      } else if (t instanceof SSLException) {
        connection = "TLS with " + where + " failed: " + t.getMessage();
      }
    }
    return connection != null ? connection : "the connection to " + where + " broke: " + deepest;
  }

  private static String certificate(CertificateException e, String where) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching")
        ? "the certificate of " + where + " is for another name: " + message
        : "the certificate of " + where + " is not trusted: " + message;
  }
}
