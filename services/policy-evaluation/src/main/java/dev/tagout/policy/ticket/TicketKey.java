package dev.tagout.policy.ticket;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Signs tickets: compact JWS (RFC 7515 section 3.1) by Ed25519 (RFC 8037 section 3.1). Whatever a
 * header says of itself, no other algorithm and no other key counts.
 */
final class TicketKey {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SigningKey key;
  private final TicketVerifier verifier;

  private TicketKey(SigningKey key) {
    this.key = key;
    this.verifier = new TicketVerifier(key.verification());
  }

  /**
   * @param pem a private key, as {@code openssl genpkey -algorithm ed25519} writes it
   * @throws IllegalArgumentException when it is none
   */
  static TicketKey read(Path pem) {
    try {
      return new TicketKey(SigningKey.parse(Files.readString(pem)));
    } catch (IOException | ContractViolation e) {
      throw new IllegalArgumentException(
          "tagout.policy.tickets.signing-key: no Ed25519 private key in PEM (PKCS #8): " + pem, e);
    }
  }

  /** The public key, as {@code openssl pkey -pubout} writes it. */
  String publicPem() {
    return key.verification().pem();
  }

  String sign(Ticket ticket) {
    String payload = ENCODER.encodeToString(ticket.json().getBytes(StandardCharsets.UTF_8));
    String signed = verifier.header() + "." + payload;
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + ENCODER.encodeToString(signature);
  }

  /** What knows its tickets. */
  TicketVerifier verifier() {
    return verifier;
  }
}
