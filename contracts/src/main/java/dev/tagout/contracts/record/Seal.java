package dev.tagout.contracts.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.signature.SigningKey;
import dev.tagout.contracts.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Says what a run of entries of the record is, for good: their Merkle root, chained to the seal
 * before.
 *
 * @param number 1 for the first seal, and one more for each
 * @param first the position of its first entry in the record; 1 for the first seal
 * @param entries how many entries it has, one after the other
 * @param root over their leaves, in the order of their positions
 * @param previous the hash of the seal before; {@link Hash#NONE} for the first
 * @param keyId of the key that signed it; null when it is not signed
 * @param hash over all of the above, see {@link #statement()}
 * @param signature Ed25519 over the statement, in Base64; null when it is not signed
 */
public record Seal(
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long number,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long first,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) int entries,
    Hash root,
    Hash previous,
    Instant sealedAt,
    String keyId,
    Hash hash,
    String signature) {
  /** In every statement, so that no other signature by the key can pass for a seal's. */
  private static final String TYPE = "dev.tagout.record.sealed.v1";

  public Seal {
    positive(number, "number");
    positive(first, "first");
    positive(entries, "entries");
    Require.present(root, "root");
    Require.present(previous, "previous");
    Require.present(sealedAt, "sealedAt");
    Require.bounded(keyId, 64, "keyId");
    Require.present(hash, "hash");
    Require.bounded(signature, 200, "signature");
  }

  private static void positive(long value, String field) {
    if (value < 1) {
      throw new ContractViolation(field, "must be 1 or more");
    }
  }

  /** A seal over these, hashed and, with a key, signed. */
  public static Seal make(
      long number,
      long first,
      int entries,
      Hash root,
      Hash previous,
      Instant sealedAt,
      Optional<SigningKey> key) {
    String keyId = key.map(k -> k.verification().id()).orElse(null);
    byte[] statement = statement(number, first, entries, root, previous, sealedAt, keyId);
    return new Seal(
        number,
        first,
        entries,
        root,
        previous,
        sealedAt,
        keyId,
        Hash.sha256(statement),
        key.map(k -> Base64.getEncoder().encodeToString(k.sign(statement))).orElse(null));
  }

  /** The position after its last entry. */
  public long end() {
    return first + entries;
  }

  /**
   * What is hashed and signed: {@link CanonicalJson} of all but hash and signature, with the member
   * {@code type}.
   */
  public byte[] statement() {
    return statement(number, first, entries, root, previous, sealedAt, keyId);
  }

  /** Whether its hash is that of what it states. */
  @JsonIgnore
  public boolean isIntact() {
    return hash.equals(Hash.sha256(statement()));
  }

  /** Whether this key has signed it. */
  public boolean isSignedBy(VerificationKey key) {
    try {
      return signature != null && key.verifies(statement(), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) {
      // Not even Base64.
      return false;
    }
  }

  private static byte[] statement(
      long number,
      long first,
      int entries,
      Hash root,
      Hash previous,
      Instant sealedAt,
      String keyId) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", TYPE)
        .put("number", number)
        .put("first", first)
        .put("entries", entries)
        .put("root", root.hex())
        .put("previous", previous.hex())
        .put("sealedAt", sealedAt.toString());
    if (keyId != null) {
      json.put("keyId", keyId);
    }
    return CanonicalJson.text(json).getBytes(StandardCharsets.UTF_8);
  }
}
