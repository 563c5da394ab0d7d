package dev.tagout.contracts.signature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tagout.contracts.json.ContractViolation;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The public half of a {@link SigningKey}: Ed25519 (RFC 8032). */
public final class VerificationKey {
  private static final String LABEL = "PUBLIC KEY";
  private static final int ID_BYTES = 8;

  private final PublicKey key;

  VerificationKey(PublicKey key) {
    this.key = key;
  }

  /**
   * @param pem as {@code openssl pkey -pubout} writes it
   * @throws ContractViolation when it is no Ed25519 public key
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static VerificationKey parse(String pem) {
    try {
      return new VerificationKey(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Pem.decode(pem, LABEL))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ContractViolation("key", "is no Ed25519 public key in PEM: " + e.getMessage());
    }
  }

  /** The beginning of the SHA-256 hash over the key in DER (SubjectPublicKeyInfo). */
  public String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @JsonValue
  public String pem() {
    return Pem.encode(key.getEncoded(), LABEL);
  }

  /** Whether this key made the signature; not of one that has not even the shape. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
