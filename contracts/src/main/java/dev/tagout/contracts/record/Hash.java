package dev.tagout.contracts.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 hash, as 64 small hexadecimal digits. */
public record Hash(@JsonValue String hex) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  /** What stands for the hash before the first one. */
  public static final Hash NONE = new Hash("0".repeat(64));

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Hash {
    if (!SHAPE.matcher(Require.present(hex, "$")).matches()) {
      throw new ContractViolation("$", "must be 64 hexadecimal digits in small letters");
    }
  }

  /** A hash from its 32 bytes. */
  public static Hash of(byte[] bytes) {
    return new Hash(HexFormat.of().formatHex(bytes));
  }

  /** The hash of these parts, one after the other. */
  public static Hash sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Its 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
