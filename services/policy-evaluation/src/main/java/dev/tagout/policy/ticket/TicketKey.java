package dev.tagout.policy.ticket;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs tickets and knows its own signatures: compact JWS (RFC 7515 section 3.1) by Ed25519 (RFC
 * 8037 section 3.1). Whatever a header says of itself, no other algorithm and no other key counts.
 */
final class TicketKey {
  private static final String ALGORITHM = "Ed25519";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** More than any ticket of ours has. */
  private static final int MAX_LENGTH = 16_384;

  private final PrivateKey signing;
  private final PublicKey verifying;
  private final String header;

  private TicketKey(PrivateKey signing, PublicKey verifying) {
    this.signing = signing;
    this.verifying = verifying;
    this.header =
        encode(
            "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"tagout-ticket+jwt\"}"
                .formatted(id(verifying)));
  }

  /**
   * @param pem a private key, as {@code openssl genpkey -algorithm ed25519} writes it
   * @throws IllegalArgumentException when it is none
   */
  static TicketKey read(Path pem) {
    try {
      String body =
          Files.readString(pem)
              .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
              .replaceAll("\\s", "");
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
      return new TicketKey(key, publicKeyOf((EdECPrivateKey) key));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tagout.policy.tickets.signing-key: no Ed25519 private key in PEM (PKCS #8): " + pem, e);
    }
  }

  /**
   * The JDK derives a public key only while it makes a pair: so one is made from these 32 bytes.
   */
  private static PublicKey publicKeyOf(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("no key bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    return generator.generateKeyPair().getPublic();
  }

  /** The public key, as {@code openssl pkey -pubout} writes it. */
  String publicPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(verifying.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  String sign(Ticket ticket) {
    String signed = header + "." + encode(ticket.json());
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(signing);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + ENCODER.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java signs by " + ALGORITHM, e);
    }
  }

  /**
   * The ticket, when this key has signed it.
   *
   * @throws ContractViolation when it has not
   */
  Ticket verify(String jws) {
    String[] parts = jws.length() > MAX_LENGTH ? new String[0] : jws.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals(header)) {
      throw new ContractViolation("ticket", "is no ticket that this key has signed");
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(verifying);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(DECODER.decode(parts[2]))) {
        throw new ContractViolation("ticket", "was not signed by this key");
      }
      return Json.read(DECODER.decode(parts[1]), Ticket.class);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ContractViolation("ticket", "has a signature that is none");
    }
  }

  /** Tells keys apart; nobody trusts it. */
  private static String id(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Randomness that is known already. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] out) {
      System.arraycopy(bytes, 0, out, 0, out.length);
    }
  }
}
