package dev.tagout.contracts.record;

import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * Proves that one entry is in the record.
 *
 * @param path from the entry's leaf to the root of the seal, see {@link MerkleTree#rootFrom}
 */
public record InclusionProof(SealedEntry item, List<Hash> path, Seal seal) {
  public InclusionProof {
    Require.present(item, "item");
    path = Require.presentList(path, "path");
    Require.present(seal, "seal");
  }
}
