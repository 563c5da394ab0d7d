package dev.tagout.policy.ticket;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Signs tickets and knows its own signatures: compact JWS (RFC 7515 section 3.1) by Ed25519 (RFC
 * 8037 section 3.1). Whatever a header says of itself, no other algorithm and no other key counts.
 */
final class TicketKey {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** More than any ticket of ours has. */
  private static final int MAX_LENGTH = 16_384;

  private final SigningKey key;
  private final String header;

  private TicketKey(SigningKey key) {
    this.key = key;
    this.header =
        encode(
            "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"tagout-ticket+jwt\"}"
                .formatted(key.verification().id()));
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
    String signed = header + "." + encode(ticket.json());
    return signed + "." + ENCODER.encodeToString(key.sign(ascii(signed)));
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
    byte[] signature;
    byte[] payload;
    try {
      signature = DECODER.decode(parts[2]);
      payload = DECODER.decode(parts[1]);
    } catch (IllegalArgumentException e) {
      throw new ContractViolation("ticket", "has a signature that is none");
    }
    if (!key.verification().verifies(ascii(parts[0] + "." + parts[1]), signature)) {
      throw new ContractViolation("ticket", "was not signed by this key");
    }
    return Json.read(payload, Ticket.class);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
