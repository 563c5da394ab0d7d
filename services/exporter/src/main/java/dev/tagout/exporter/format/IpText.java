package dev.tagout.exporter.format;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Whether a text is an IP address as it is written; nothing is looked up. */
final class IpText {
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern V4 = Pattern.compile("(?:%1$s\\.){3}%1$s".formatted(BYTE));
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private IpText() {}

  static boolean isAddress(String text) {
    return isV4(text) || isV6(text);
  }

  static boolean isV4(String text) {
    return V4.matcher(text).matches();
  }

  static boolean isV6(String text) {
    if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) {
      return false;
    }
    try {
      // A text with a colon is parsed and never looked up. An IPv4 address within comes out as one.
      return InetAddress.getByName(text) instanceof Inet6Address;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
