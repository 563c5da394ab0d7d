package dev.tagout.lab.world;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A syslog receiver that findings go to.
 *
 * @param tls whether over TLS, or over plain TCP, which anybody on the way reads and changes
 * @param ca PEM certificates of who vouches for it; empty for those that the JDK trusts
 * @param format {@code ocsf}, {@code cef} or {@code leef}
 * @param maxMessageSize bytes of a message, as the exporter reads them ({@code 64000}, {@code
 *     64K}); empty for its default
 */
public record SyslogTarget(
    String host, int port, boolean tls, String ca, String format, String maxMessageSize) {

  private static final Set<String> KEYS = Set.of("transport", "ca", "format", "max-message-size");
  private static final Set<String> TRANSPORTS = Set.of("tls", "tcp");
  private static final Set<String> FORMATS = Set.of("ocsf", "cef", "leef");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(K?)");
  private static final int LEAST_SIZE = 2048;
  private static final String PREFIX = "TAGOUT_EXPORTER_DESTINATIONS_SYSLOG_";

  /**
   * Reads {@code HOST:PORT[,transport=tcp][,ca=FILE][,format=cef][,max-message-size=64000]}. It is
   * TLS unless {@code transport=tcp} says otherwise.
   *
   * @throws IllegalArgumentException when it is not of that form; the message names the part
   */
  public static SyslogTarget of(String text) {
    var parts = text.split(",");
    var colon = parts[0].lastIndexOf(':');
    if (colon < 1 || !parts[0].substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException("'%s' is not HOST:PORT".formatted(parts[0]));
    }
    var settings = new TreeMap<String, String>();
    for (var part : Arrays.asList(parts).subList(1, parts.length)) {
      var equals = part.indexOf('=');
      var key = equals < 0 ? part : part.substring(0, equals);
      if (equals < 0 || equals == part.length() - 1 || !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "'%s' is none of transport=tls or tcp, ca=FILE, format=ocsf, cef or leef, and max-message-size=BYTES"
                .formatted(part));
      }
      if (settings.put(key, part.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("'%s' is there twice".formatted(key));
      }
    }
    var tls = oneOf("transport", settings.getOrDefault("transport", "tls"), TRANSPORTS);
    var ca = settings.containsKey("ca") ? Path.of(settings.get("ca")).toAbsolutePath() : "";
    if (tls.equals("tcp") && settings.containsKey("ca")) {
      throw new IllegalArgumentException("ca is for TLS, and transport=tcp has none");
    }
    return new SyslogTarget(
        parts[0].substring(0, colon),
        Integer.parseInt(parts[0].substring(colon + 1)),
        tls.equals("tls"),
        ca.toString(),
        oneOf("format", settings.getOrDefault("format", "ocsf"), FORMATS),
        size(settings.getOrDefault("max-message-size", "")));
  }

  private static String oneOf(String key, String word, Set<String> known) {
    if (!known.contains(word)) {
      throw new IllegalArgumentException(
          "%s '%s' is not %s"
              .formatted(key, word, String.join(" or ", known.stream().sorted().toList())));
    }
    return word;
  }

  private static String size(String text) {
    var size = SIZE.matcher(text);
    if (!text.isEmpty()
        && (!size.matches()
            || Integer.parseInt(size.group(1)) * (size.group(2).isEmpty() ? 1 : 1024)
                < LEAST_SIZE)) {
      throw new IllegalArgumentException(
          "max-message-size '%s' is no number of bytes of %d or more, such as 64000 or 64K"
              .formatted(text, LEAST_SIZE));
    }
    return text;
  }

  Map<String, String> asEnvironment() {
    var environment = new TreeMap<String, String>();
    environment.put(PREFIX + "TYPE", "syslog");
    environment.put(PREFIX + "HOST", host);
    environment.put(PREFIX + "PORT", String.valueOf(port));
    environment.put(PREFIX + "TRANSPORT", tls ? "tls" : "tcp");
    environment.put(PREFIX + "FORMAT", format);
    if (!ca.isEmpty()) {
      environment.put(PREFIX + "TLS_CA_FILE", ca);
    }
    if (!maxMessageSize.isEmpty()) {
      environment.put(PREFIX + "MAX_MESSAGE_SIZE", maxMessageSize);
    }
    return environment;
  }
}
