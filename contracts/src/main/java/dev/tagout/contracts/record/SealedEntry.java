package dev.tagout.contracts.record;

import dev.tagout.contracts.json.Require;

/**
 * An entry as a seal has it, beside the row as it is now.
 *
 * @param position in the record
 * @param leaf as it was when it was sealed
 * @param entry the row as it is now, as {@link RecordEntry#text()}; null when it is gone
 */
public record SealedEntry(long position, String source, String id, Hash leaf, String entry) {
  public SealedEntry {
    Require.text(source, 100, "source");
    Require.text(id, 200, "id");
    Require.present(leaf, "leaf");
  }
}
