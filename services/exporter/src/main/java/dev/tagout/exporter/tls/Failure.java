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
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** Why a connection failed, for a person, with the setting by which it was made. */
public final class Failure {
  /** A chain of causes may bite its own tail. */
  private static final int DEEPEST = 20;

  /**
   * Where we wanted to go.
   *
   * @param where host and port
   * @param host the setting that has the host
   * @param port the setting that has the port
   */
  public record Place(String where, String host, String port) {
    /** One that is given by its address. */
    public static Place ofUrl(String where) {
      return new Place(where, "url", "url");
    }

    /** One that is given by host and port. */
    public static Place ofHost(String where) {
      return new Place(where, "host", "port");
    }
  }

  private Failure() {}

  /** In words. */
  public static String of(Throwable failure, Place place) {
    String where = place.where();
    String connection = null;
    List<Throwable> chain = chain(failure);
    for (Throwable t : chain) {
      String known =
          switch (t) {
            case CertificateException e -> certificate(chain, e, place);
            case UnknownHostException e -> unknown(place);
            case UnresolvedAddressException e -> unknown(place);
            case NoRouteToHostException e ->
                "there is no way to " + where + " (setting " + place.host() + ")";
            case SocketTimeoutException e -> where + " does not answer in time";
            case HttpTimeoutException e -> where + " does not answer in time";
            default -> null;
          };
      if (known != null) {
        return known;
      }
      if (t instanceof ConnectException) {
        connection = "nobody takes connections at " + where + " (setting " + place.port() + ")";
      } else if (t instanceof SSLException) {
        connection = "TLS with " + where + " failed: " + t.getMessage();
      }
    }
    return connection != null
        ? connection
        : "the connection to " + where + " broke: " + chain.getLast();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && chain.size() < DEEPEST; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static String unknown(Place place) {
    return "no host is known by the name of " + place.where() + " (setting " + place.host() + ")";
  }

  private static String certificate(List<Throwable> chain, CertificateException e, Place place) {
    String certificate = "the certificate of " + place.where();
    // A path of certificates that is refused has the reason below it.
    for (Throwable t : chain) {
      if (t instanceof CertificateExpiredException) {
        return certificate + " has expired: " + t.getMessage();
      }
      if (t instanceof CertificateNotYetValidException) {
        return certificate + " is not valid yet: " + t.getMessage();
      }
    }
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "%s is for another name (setting %s): %s"
          .formatted(certificate, place.host(), message);
    }
    return message.startsWith("PKIX")
        ? "%s is not trusted: it is not signed by tls.ca-file, or without that setting by anybody whom the JDK trusts (%s)"
            .formatted(certificate, message.substring(message.lastIndexOf(": ") + 1).strip())
        : certificate + " is not trusted: " + message;
  }
}
