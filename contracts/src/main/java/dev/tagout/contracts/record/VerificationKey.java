package dev.tagout.contracts.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tagout.contracts.json.ContractViolation;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The public half of a {@link SealingKey}: Ed25519 (RFC 8032). */
public final class VerificationKey {
  private static final String LABEL = "PUBLIC KEY";
  private static final int ID_LENGTH = 16;

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
    return Hash.sha256(key.getEncoded()).hex().substring(0, ID_LENGTH);
  }

  @JsonValue
  public String pem() {
    return Pem.encode(key.getEncoded(), LABEL);
  }

  /** Whether this key made the seal's signature. */
  public boolean signed(Seal seal) {
    return seal.signature() != null && verifies(seal.statement(), seal.signature());
  }

  boolean verifies(byte[] message, String signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not even the shape of a signature.
      return false;
    }
  }
}
