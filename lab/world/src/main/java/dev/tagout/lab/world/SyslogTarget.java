package dev.tagout.lab.world;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A syslog receiver that findings go to.
 *
 * @param ca PEM certificates of who vouches for it; empty for plain TCP
 * @param format {@code ocsf}, {@code cef} or {@code leef}
 */
public record SyslogTarget(String host, int port, String ca, String format) {

  private static final Set<String> FORMATS = Set.of("ocsf", "cef", "leef");
  private static final String PREFIX = "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_";

  /**
   * Reads {@code HOST:PORT[,ca=FILE][,format=cef]}. With a CA it is TLS, without plain TCP.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static SyslogTarget of(String text) {
    var parts = text.split(",");
    var colon = parts[0].lastIndexOf(':');
    if (colon < 1 || !parts[0].substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException("'%s' is not HOST:PORT".formatted(parts[0]));
    }
    var ca = "";
    var format = "ocsf";
    for (var i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("ca=")) {
        ca = Path.of(parts[i].substring(3)).toAbsolutePath().toString();
      } else if (parts[i].startsWith("format=") && FORMATS.contains(parts[i].substring(7))) {
        format = parts[i].substring(7);
      } else {
        throw new IllegalArgumentException(
            "'%s' is neither ca=FILE nor format=ocsf, cef or leef".formatted(parts[i]));
      }
    }
    return new SyslogTarget(
        parts[0].substring(0, colon), Integer.parseInt(parts[0].substring(colon + 1)), ca, format);
  }

  Map<String, String> asEnvironment() {
    var environment = new TreeMap<String, String>();
    environment.put(PREFIX + "TYPE", "syslog");
    environment.put(PREFIX + "HOST", host);
    environment.put(PREFIX + "PORT", String.valueOf(port));
    environment.put(PREFIX + "FORMAT", format);
    if (ca.isEmpty()) {
      environment.put(PREFIX + "TRANSPORT", "tcp");
    } else {
      environment.put(PREFIX + "TLS_CA_FILE", ca);
    }
    return environment;
  }
}
