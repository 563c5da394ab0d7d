package dev.tagout.contracts.signature;

import dev.tagout.contracts.json.ContractViolation;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** What is signed with: Ed25519 (RFC 8032). Never printed. */
public final class SigningKey {
  private static final String LABEL = "PRIVATE KEY";

  private final PrivateKey key;
  private final VerificationKey verification;

  private SigningKey(PrivateKey key, VerificationKey verification) {
    this.key = key;
    this.verification = verification;
  }

  /** A new one. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new SigningKey(pair.getPrivate(), new VerificationKey(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  /**
   * @param pem PKCS#8, as {@code openssl genpkey -algorithm ed25519} writes it
   * @throws ContractViolation when it is no Ed25519 private key; what it holds is not repeated
   */
  public static SigningKey parse(String pem) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(pem, LABEL)));
      SigningKey pair = new SigningKey(key, publicHalf((EdECPrivateKey) key));
      byte[] probe = {1};
      if (!pair.verification.verifies(probe, pair.sign(probe))) {
        throw new IllegalStateException("the public key that was derived is not the right one");
      }
      return pair;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ContractViolation("key", "is no Ed25519 private key in PEM (PKCS#8)");
    }
  }

  /**
   * A private key is 32 random bytes, from which the public one follows (RFC 8032 section 5.1.5).
   * The JDK derives it only when it makes a pair, so it is given these bytes for random ones.
   */
  private static VerificationKey publicHalf(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("no bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    return new VerificationKey(generator.generateKeyPair().getPublic());
  }

  /** PKCS#8 in PEM: a secret. */
  public String pem() {
    return Pem.encode(key.getEncoded(), LABEL);
  }

  /** Its public half. */
  public VerificationKey verification() {
    return verification;
  }

  /** The signature, 64 bytes. */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java signs by Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "the signing key " + verification.id();
  }

  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = Arrays.copyOf(bytes, bytes.length);
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
