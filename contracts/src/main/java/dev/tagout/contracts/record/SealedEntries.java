package dev.tagout.contracts.record;

import dev.tagout.contracts.json.Require;
import java.util.List;

/** A seal with its entries, in the order of their positions. */
public record SealedEntries(Seal seal, List<SealedEntry> items) {
  public SealedEntries {
    Require.present(seal, "seal");
    items = Require.presentList(items, "items");
  }
}
