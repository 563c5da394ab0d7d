package dev.tagout.contracts.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;

/**
 * Something in the record that is not as it was sealed.
 *
 * @param seal its number; null when it is not about one
 * @param source of the entry; null when it is not about one
 * @param id of the entry; null when it is not about one
 * @param message in a sentence, complete in itself
 */
public record Fault(Kind kind, Long seal, String source, String id, String message) {
  /** What is wrong. */
  public enum Kind {
    /** A row is not what it was when it was sealed. */
    @JsonProperty("changed")
    CHANGED,
    /** A row is gone. */
    @JsonProperty("missing")
    MISSING,
    /** A row was put there past Tagout. */
    @JsonProperty("added")
    ADDED,
    /** A seal does not fit its entries, or itself. */
    @JsonProperty("seal")
    SEAL,
    /** A seal does not follow from the one before. */
    @JsonProperty("chain")
    CHAIN,
    /** A signature is missing or not by a key that counts. */
    @JsonProperty("signature")
    SIGNATURE,
    /** A seal is not the one that somebody kept elsewhere. */
    @JsonProperty("kept")
    KEPT
  }

  public Fault {
    Require.present(kind, "kind");
    Require.text(message, 2000, "message");
  }

  static Fault of(Kind kind, Seal seal, String problem) {
    return new Fault(
        kind, seal.number(), null, null, "seal %d %s".formatted(seal.number(), problem));
  }

  static Fault of(Kind kind, Seal seal, SealedEntry entry, String problem) {
    return new Fault(
        kind,
        seal.number(),
        entry.source(),
        entry.id(),
        "%s %s %s (seal %d)".formatted(entry.source(), entry.id(), problem, seal.number()));
  }
}
