package dev.tagout.contracts.signature;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text (RFC 7468). */
final class Pem {
  private Pem() {}

  /**
   * The bytes of the first block with this label.
   *
   * @throws IllegalArgumentException when there is none
   */
  static byte[] decode(String text, String label) {
    Matcher block =
        Pattern.compile(
                "-----BEGIN %1$s-----(.*?)-----END %1$s-----".formatted(label), Pattern.DOTALL)
            .matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException("no " + label + " in PEM");
    }
    return Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
  }

  static String encode(byte[] bytes, String label) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
  }
}
