package dev.tagout.policy.ticket;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.signature.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Knows the tickets that one key has signed. */
final class TicketVerifier {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** More than any ticket of ours has. */
  private static final int MAX_LENGTH = 16_384;

  private final VerificationKey key;
  private final String header;

  TicketVerifier(VerificationKey key) {
    this.key = key;
    this.header =
        encode(
            "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"tagout-ticket+jwt\"}".formatted(key.id()));
  }

  /**
   * @param pem a public key, as {@code openssl pkey -pubout} writes it
   * @throws IllegalArgumentException when it is none
   */
  static TicketVerifier read(Path pem) {
    try {
      return new TicketVerifier(VerificationKey.parse(Files.readString(pem)));
    } catch (IOException | ContractViolation e) {
      throw new IllegalArgumentException(
          "tagout.policy.tickets.former-keys: no Ed25519 public key in PEM: " + pem, e);
    }
  }

  /** The JWS header of its tickets, encoded. */
  String header() {
    return header;
  }

  /** Whether it says of itself that this key has signed it. */
  boolean isNamedBy(String jws) {
    return jws.startsWith(header + ".");
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
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    if (!key.verifies(signed, signature)) {
      throw new ContractViolation("ticket", "was not signed by this key");
    }
    return Json.read(payload, Ticket.class);
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
