package dev.tagout.exporter.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An event's id where it has to be short: the id itself, or its beginning and a piece of its
 * SHA-256, so that two ids stay two and one stays the same in each delivery.
 */
final class Identity {
  private static final int HASH_BYTES = 8;

  private Identity() {}

  /**
   * @param longest in UTF-16 units, more than 17
   */
  static String atMost(String id, int longest) {
    if (id.length() <= longest) {
      return id;
    }
    int end = longest - 2 * HASH_BYTES - 1;
    if (Character.isHighSurrogate(id.charAt(end - 1))) {
      end--;
    }
    return id.substring(0, end) + "~" + hash(id);
  }

  private static String hash(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
